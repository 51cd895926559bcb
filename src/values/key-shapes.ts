// Does a text look like a credential? Known shapes only, so that model names and hashes don't.

/** Baseten's own: eight characters, a dot, and 32 more. */
const ofBaseten = /^[A-Za-z0-9]{8}\.[A-Za-z0-9]{32}$/;

const shapes: readonly RegExp[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{40,}\b/,
  /\bhf_[A-Za-z0-9]{30,}\b/,
  /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}/,
  /\bnvapi-[A-Za-z0-9_-]{40,}/,
  /\bglpat-[A-Za-z0-9_-]{20,}/,
  /\bgldt-[A-Za-z0-9_-]{20,}/,
  /\bxox[abprs]-[A-Za-z0-9-]{20,}/,
  /\bAIza[A-Za-z0-9_-]{35}/,
  /\bya29\.[A-Za-z0-9_-]{20,}/,
  /\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}/,
  ofBaseten,
];

/** Whether a credential of a known shape stands in the text. */
export const holdsKey = (text: string): boolean => shapes.some((shape) => shape.test(text));

/** Baseten's is looked for by its dot, from there backwards: eight letters start nearly anywhere. */
const anywhere = shapes.map((shape) =>
  shape === ofBaseten ? /\.(?<=[A-Za-z0-9]{8}\.)[A-Za-z0-9]{32}/ : shape,
);

/** Whether some part of a text looks like a credential; where it doesn't, no part of it is one. */
export const mayHoldKey = (text: string): boolean => anywhere.some((shape) => shape.test(text));

/** The text with every credential of a known shape replaced. */
export const hideKeys = (text: string): string =>
  shapes.reduce((hidden, shape) => hidden.replace(new RegExp(shape.source, "g"), "[redacted]"), text);
