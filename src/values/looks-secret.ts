// Does a text that stands in the wrong place look like a secret? Then it is not repeated.

/** What the tokens of services begin with. */
const tokenStart =
  /^-*(?:gh[pousr]_|github_pat_|dckr_[po]at_|glpat-|gldt-|glrt-|nvapi-|hf_|sk-|xox[abp]-|ya29\.|eyJ[\w-]{8}|AIza|(?:AKIA|ASIA)[A-Z0-9]{16}$)/;

/** Baseten's own API keys. */
const basetenKey = /^[A-Za-z0-9]{8}\.[A-Za-z0-9]{32}$/;

/** A user and a password before a host, with a scheme or without; a tag before a digest is none. */
const withPassword = /^(?:\w+:\/\/)?[^/@\s]*:[^@\s]*@(?!sha(?:256|512):)/;

/** Letters of both cases and digits in one long word, as keys and Base64 are. */
function isRandom(text: string): boolean {
  if (!/^[A-Za-z0-9+=_-]{32,}$/.test(text)) return false;
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && (text.match(/\d/g)?.length ?? 0) >= 3;
}

/** Whether a text looks like a secret: JSON, PEM, a known token, a key, or an address with a password in it. */
export const looksSecret = (text: string): boolean =>
  /^\s*[{[]|-----BEGIN /.test(text) ||
  tokenStart.test(text) ||
  basetenKey.test(text) ||
  withPassword.test(text) ||
  isRandom(text);
