// Who signs in to the registry? Told before anything is stored, and never with a part of a secret.

import type { Answers } from "../flow.ts";
import { parseJson, textAt } from "../text/json.ts";
import { looksSecret } from "../values/looks-secret.ts";
import type { BasicCredential, ServiceAccountKey } from "../values/secret.ts";

/**
 * Who signs in, as far as known without another call: an ARN, a profile, an e-mail with the key's first characters,
 * a registry's user. Null where a program finds a sign-in by itself.
 */
export function identityOf({ method, values, given, account }: Answers): string | null {
  if (method.typed === null) return values.awsRoleArn ?? values.gcpServiceAccount ?? null;
  if (given === null) return values.impersonateServiceAccount ?? account ?? profileText(values.awsProfile);
  const { credential, who, from } = given;
  switch (credential.kind) {
    case "basic":
      return userText(credential);
    case "access-key":
      return who ?? (given.origin === "profile" ? from : null);
    case "service-account-key":
      return accountOf(credential);
  }
}

/** The registry's user; null where that is a token itself. https://docs.digitalocean.com/reference/doctl/reference/registry/login/ */
export const userText = ({ username, password }: BasicCredential): string | null =>
  username === password.reveal() || looksSecret(username) ? null : username;

const profileText = (profile: string | undefined): string | null =>
  profile === undefined ? null : `profile ${profile}`;

/** `puller@my-project.iam.gserviceaccount.com · key 1a2b3c4d` */
function accountOf({ json }: ServiceAccountKey): string | null {
  const key = parseJson(json);
  const email = textAt(key, "client_email");
  const id = textAt(key, "private_key_id");
  return email === null ? null : [email, ...(id === null ? [] : [`key ${id.slice(0, 8)}`])].join(" · ");
}

/** The credential in a line, as `ada · from ~/.docker/config.json`; null where nothing is stored or nothing is known. */
export function credentialText(answers: Answers): string | null {
  if (answers.method.typed === null) return null;
  const who = identityOf(answers);
  const from = answers.given === null ? null : `from ${answers.given.from}`;
  if (from === null || who === null) return who ?? from;
  return from === `from ${who}` ? from : `${who} · ${from}`;
}
