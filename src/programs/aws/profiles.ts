// Which AWS profiles does this machine have, how does each sign in, and which hold a long-lived key?
import { type Ini, readIni } from "../../text/ini.ts";
import { type AccessKey, Secret } from "../../values/secret.ts";

/** How a profile signs in, in words: SSO, a role, `aws login`, a program of one's own, a key, or nothing of these. */
export type AwsSignIn = "SSO" | "role" | "aws login" | "program" | "access key" | "temporary key" | "no key";

/** One profile, as far as it can be told without running aws. */
export interface AwsProfile {
  readonly name: string;
  readonly region: string | null;
  readonly signIn: AwsSignIn;
  /** The profile that a role is taken with; null where the file names none. */
  readonly source: string | null;
  /** The SSO session's name; null where it has none. */
  readonly session: string | null;
  /** The account it signs in to, 12 digits; null where the files don't say it. */
  readonly account: string | null;
  /** Its long-lived key; null when it has none that serves AWS_IAM. */
  readonly accessKey: AccessKey | null;
}

type Section = ReadonlyMap<string, string>;
const empty: Section = new Map();

/**
 * Reads the text of `~/.aws/config` and `~/.aws/credentials` (empty when a file is missing).
 * @returns the profiles by name, `default` first.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html
 */
export function readAwsProfiles(config: string, credentials: string): readonly AwsProfile[] {
  const configured = profileSections(readIni(config));
  const credentialed = readIni(credentials);
  const names = [...new Set([...configured.keys(), ...credentialed.keys()])];
  const rank = (name: string) => (name === "default" ? 0 : 1);
  return names
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((name) => readProfile(name, configured.get(name) ?? empty, credentialed.get(name) ?? empty));
}

/** `[profile prod]` and `[default]`; `[sso-session …]` and `[services …]` are no profiles. */
function profileSections(ini: Ini): ReadonlyMap<string, Section> {
  const profiles = new Map<string, Section>();
  for (const [title, section] of ini) {
    const name = /^profile\s+(?:"([^"]+)"|'([^']+)'|(.+))$/.exec(title);
    const named = name?.[1] ?? name?.[2] ?? name?.[3]?.trim();
    if (named !== undefined) profiles.set(named, section);
    else if (title === "default" && !profiles.has("default")) profiles.set("default", section);
  }
  return profiles;
}

function readProfile(name: string, config: Section, credentials: Section): AwsProfile {
  const get = (key: string) => credentials.get(key) || config.get(key) || null;
  const keys = credentials.has("aws_access_key_id") ? credentials : config;
  const signIn = signInOf(get, keys);
  return {
    name,
    region: get("region"),
    signIn,
    source: signIn === "role" ? get("source_profile") : null,
    session: signIn === "SSO" ? get("sso_session") : null,
    account: accountOf(signIn, get),
    accessKey: signIn === "access key" ? keyOf(keys) : null,
  };
}

type Get = (key: string) => string | null;

/** aws prefers a role and SSO over keys in the same profile: those keys aren't who the profile is. */
function signInOf(get: Get, keys: Section): AwsSignIn {
  if (get("role_arn") !== null) return "role";
  if (get("sso_session") !== null || get("sso_start_url") !== null) return "SSO";
  const id = keys.get("aws_access_key_id");
  if (id && keys.get("aws_secret_access_key"))
    return id.startsWith("ASIA") || keys.get("aws_session_token") ? "temporary key" : "access key";
  if (get("login_session") !== null) return "aws login";
  return get("credential_process") === null ? "no key" : "program";
}

/** The account that the files name for the way in which the profile signs in. */
function accountOf(signIn: AwsSignIn, get: Get): string | null {
  const text = signIn === "SSO" ? get("sso_account_id") : ofArn(get(arnKeys[signIn] ?? ""));
  return text !== null && /^\d{12}$/.test(text) ? text : null;
}

const arnKeys: Partial<Record<AwsSignIn, string>> = { role: "role_arn", "aws login": "login_session" };

const ofArn = (arn: string | null): string | null => arn?.split(":")[4] ?? null;

/** The key pair of the file that names a key, never half of each; credentials go first, as in aws. */
const keyOf = (keys: Section): AccessKey => ({
  kind: "access-key",
  accessKeyId: new Secret(keys.get("aws_access_key_id") ?? ""),
  secretAccessKey: new Secret(keys.get("aws_secret_access_key") ?? ""),
});
