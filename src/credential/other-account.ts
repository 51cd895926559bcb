// Is the token of another AWS account than the image?
import type { Warning } from "../flow.ts";
import type { Target } from "../registries/types.ts";
import type { BasicCredential } from "../values/secret.ts";

/** The registry would tell; where it isn't asked, a profile of another account is the likeliest mistake. */
export function otherAccount({ account }: BasicCredential, target: Target): readonly Warning[] {
  if (account === undefined || target.account === undefined || account === target.account) return [];
  const message = `The token is account ${account}'s, and the image is in ${target.account}: it serves only if that account lets ${account} pull.`;
  return [{ code: "other-account", message }];
}
