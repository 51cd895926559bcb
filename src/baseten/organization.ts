// Which organization and teams does a key belong to? A cloud's trust names them by id. Truss asks the same way:
// https://github.com/basetenlabs/truss/blob/main/truss/remote/baseten/api.py
import { at, textAt } from "../text/json.ts";
import { CliError } from "../values/errors.ts";
import { Secret } from "../values/secret.ts";
import type { Command, World } from "../world/types.ts";
import type { ApiRequest } from "./api.ts";
import { cleanApiKey } from "./clean-api-key.ts";
import { type Connection, perform } from "./client.ts";
import { appBaseOf } from "./remote.ts";

/** Who Baseten is for a role that trusts Baseten's own role. */
export interface AssumeRoleFacts {
  readonly roleArn: string;
  readonly externalId: string;
}

/** An organization and its teams, as its members see them. */
export interface OrganizationFacts {
  /** Its id, such as `PJAd5Q0`. */
  readonly id: string;
  /** Empty where only the API tells them. */
  readonly teams: readonly { readonly id: string; readonly name: string }[];
}

/** A query as a request; it changes nothing, so it may be repeated. */
const query = <T>(text: string, purpose: string, read: (data: unknown) => T | null): ApiRequest<T> => ({
  method: "POST",
  path: "/graphql/",
  body: new Secret(JSON.stringify({ query: text })),
  value: null,
  purpose,
  read: (json) => (at(json, "errors") === undefined ? read(at(json, "data")) : null),
});

/** The organization's id. */
export const organizationQuery = query(
  "query { organization { id } }",
  "tell the organization's id",
  (data) => textAt(data, "organization", "id"),
);

/** Baseten's role and the external id; `"off"` where the organization doesn't have it. */
export const assumeRoleQuery = query<AssumeRoleFacts | "off">(
  "query { organization { aws_customer_access_role_arn aws_external_id } }",
  "tell its AWS role",
  (data) => {
    if (at(data, "organization") === undefined) return null;
    const roleArn = textAt(data, "organization", "aws_customer_access_role_arn");
    const externalId = textAt(data, "organization", "aws_external_id");
    return roleArn === null || externalId === null ? "off" : { roleArn, externalId };
  },
);

type Outside = Pick<World, "fetch" | "sleep" | "now" | "exec">;

/**
 * The id of the key's organization; null where neither Baseten nor `truss` tells it, so that it must be asked for.
 * @param connection null where there is no key in hand
 * @param remote the section of ~/.trussrc that `truss` is asked about
 * @throws CliError `interrupted` alone
 */
export async function findOrganization(
  connection: Connection | null,
  world: Outside,
  remote?: string,
): Promise<OrganizationFacts | null> {
  const id = connection === null ? null : await orNull(() => send(organizationQuery, connection, world));
  if (id !== null) return { id, teams: [] };
  const printed = await askTruss("--show-oidc", world, remote);
  return printed === null ? null : readOidcTable(printed);
}

/**
 * Baseten's role and the external id; null where nobody tells.
 * @throws CliError `access-denied` where the organization doesn't have it
 */
export async function findAssumeRole(
  connection: Connection | null,
  world: Outside,
  remote?: string,
): Promise<AssumeRoleFacts | null> {
  const told = connection === null ? null : await orNull(() => send(assumeRoleQuery, connection, world));
  if (told === "off") throw notEnabled();
  if (told !== null) return told;
  const printed = await askTruss("--show-aws-assume-role", world, remote);
  return printed === null ? null : readAssumeRole(printed);
}

const notEnabled = (): CliError =>
  new CliError("access-denied", "Baseten hasn't enabled AWS AssumeRole for your organization.", {
    hint: "Ask support@baseten.co to enable it, or take --method oidc, which needs nothing enabled.",
  });

const send = <T>(request: ApiRequest<T>, connection: Connection, world: Outside): Promise<T> => {
  const key = cleanApiKey(connection.key, connection.source);
  return perform(request, { ...connection, key, apiBase: appBaseOf(connection.apiBase) }, world, Math.random);
};

/** Null for any failure but Ctrl+C: there are other ways to the same. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted") return null;
    throw error;
  }
}

type WhoamiFlag = "--show-oidc" | "--show-aws-assume-role";

/** `truss whoami`, wide enough that its table isn't cut. */
export const trussWhoami = (flag: WhoamiFlag, remote?: string): Command => ({
  file: "truss",
  // Without a name Truss asks which, where ~/.trussrc has several.
  args: ["whoami", flag, ...(remote === undefined ? [] : ["--remote", remote])],
  env: { COLUMNS: "500", NO_COLOR: "1" },
});

async function askTruss(flag: WhoamiFlag, world: Outside, remote?: string): Promise<string | null> {
  const result = await world.exec(trussWhoami(flag, remote));
  if (result.status === "ok") return result.stdout.reveal();
  if (result.status === "failed" && /AssumeRole is not enabled/.test(result.stderr)) throw notEnabled();
  return null;
}

/** Reads the table that `truss whoami --show-oidc` prints; null when it isn't one. */
export function readOidcTable(printed: string): OrganizationFacts | null {
  const id = /\bOrg ID\s*[│|]\s*([\w-]+)/.exec(printed)?.[1];
  if (id === undefined) return null;
  const row = /\bTeams\s*[│|]\s*(.*?)\s*[│|]?\s*$/m.exec(printed)?.[1] ?? "";
  // A name may hold a comma or parentheses, so the next team's id tells where it ends.
  const teams = [...row.matchAll(/([\w-]+) \((.*?)\)(?=, [\w-]+ \(|$)/g)].map((found) => ({
    id: found[1] ?? "",
    name: found[2] ?? "",
  }));
  return { id, teams };
}

/** Reads what `truss whoami --show-aws-assume-role` prints; null when it is something else. */
export function readAssumeRole(printed: string): AssumeRoleFacts | null {
  const roleArn = /Baseten Role ARN:\s*(arn:\S+)/.exec(printed)?.[1];
  const externalId = /AWS External ID:\s*(\S+)/.exec(printed)?.[1];
  return roleArn === undefined || externalId === undefined ? null : { roleArn, externalId };
}
