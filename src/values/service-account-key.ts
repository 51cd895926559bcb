// Is this a Google service account's JSON key, whole and usable? No sentence here holds a part of it.
import { createPrivateKey } from "node:crypto";
import { CliError } from "./errors.ts";
import { decodeBase64, type Secret } from "./secret.ts";

const invalid = (message: string, hint: string) => new CliError("invalid-credential", message, { hint });

/** What a service account's key says of itself that is no secret. */
export interface ServiceAccountFacts {
  readonly clientEmail: string;
  readonly projectId: string;
}

const newKey = "Make one: gcloud iam service-accounts keys create key.json --iam-account=<email>";

/**
 * Checks a service account's JSON key, its private key included.
 * @throws CliError `invalid-credential` when it is something else, or damaged.
 */
export function checkServiceAccountKey(json: Secret): ServiceAccountFacts {
  const key = readKey(
    json
      .reveal()
      .replace(/^\uFEFF/, "")
      .trim(),
  );
  if (key.type !== "service_account") throw otherType(key.type);
  const { client_email: clientEmail, project_id: projectId, private_key: pem } = key;
  if (typeof clientEmail !== "string" || typeof projectId !== "string" || !clientEmail || !projectId)
    throw invalid("The JSON key lacks its client_email or project_id.", newKey);
  checkPem(pem);
  return { clientEmail, projectId };
}

function readKey(text: string): Record<string, unknown> {
  if (text === "") throw invalid("The JSON key is empty.", newKey);
  if (decodeBase64(text)?.trimStart().startsWith("{"))
    throw invalid(
      "This is Base64, where the JSON key itself is due.",
      "Decode it first: base64 -d key.b64 > key.json",
    );
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // The parser's own message quotes the text, so it is not passed on.
  }
  throw invalid("This is not the JSON of a service account key.", newKey);
}

function otherType(type: unknown): CliError {
  if (type === "authorized_user")
    return invalid(
      "This JSON is a person's own gcloud login (authorized_user), not a service account's key.",
      newKey,
    );
  if (type === "external_account")
    return invalid(
      "This JSON configures workload identity (external_account) and holds no key.",
      "Baseten signs in that way with --method oidc.",
    );
  return invalid('This JSON is no service account key: its type is not "service_account".', newKey);
}

function checkPem(pem: unknown): void {
  if (typeof pem !== "string") throw invalid("The JSON key lacks its private_key.", newKey);
  if (pem.includes("\\n"))
    throw invalid(
      "The line breaks of private_key are escaped twice.",
      "Give the file as Google made it, unchanged.",
    );
  const framed = /^-----BEGIN PRIVATE KEY-----\r?\n[\s\S]+\n-----END PRIVATE KEY-----\s*$/.test(pem);
  if (!framed || !decodes(pem))
    throw invalid(
      "The private_key in the JSON key is damaged.",
      "Give the file as Google made it, unchanged.",
    );
}

function decodes(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}
