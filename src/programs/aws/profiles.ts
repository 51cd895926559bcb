// Which AWS profiles does this machine have, and which of them hold a long-lived key?
import { type Ini, readIni } from "../../text/ini.ts";
import { type AccessKey, Secret } from "../../values/secret.ts";

/** One profile, as far as it can be told without running aws. */
export interface AwsProfile {
  readonly name: string;
  readonly region: string | null;
  /** Whether it signs in with SSO: then `aws sso login` renews it. */
  readonly sso: boolean;
  /** Its long-lived key; null when it has none that serves AWS_IAM: SSO, a role, a temporary key. */
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
  const sso = get("sso_session") !== null || get("sso_start_url") !== null;
  // aws prefers a role and SSO over keys in the same profile: those keys aren't who the profile is.
  const indirect = sso || get("role_arn") !== null;
  return { name, region: get("region"), sso, accessKey: indirect ? null : longLivedKey(config, credentials) };
}

/** The key pair of the file that names a key, never half of each; credentials go first, as in aws. */
function longLivedKey(config: Section, credentials: Section): AccessKey | null {
  const section = credentials.has("aws_access_key_id") ? credentials : config;
  const id = section.get("aws_access_key_id");
  const secret = section.get("aws_secret_access_key");
  if (!id || !secret || id.startsWith("ASIA") || section.get("aws_session_token")) return null;
  return { kind: "access-key", accessKeyId: new Secret(id), secretAccessKey: new Secret(secret) };
}
