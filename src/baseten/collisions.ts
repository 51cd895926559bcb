// Which existing secrets would Baseten take for the same name?

/**
 * The existing names that differ from `name` only in punctuation, `name` itself left out. Baseten treats such names
 * as one (`hf_access_token` and `hf-access-token`). A run of punctuation counts as one mark: this only warns, and a
 * warning too many is better than a secret replaced unseen.
 * https://docs.baseten.co/development/model/secrets
 */
export function collidingNames(name: string, existing: readonly string[]): readonly string[] {
  const same = normalised(name);
  return existing.filter((other) => other !== name && normalised(other) === same);
}

const normalised = (name: string): string => name.replace(/[^\p{L}\p{N}]+/gu, "_");
