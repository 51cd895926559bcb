// Does the cloud let Baseten in, as config.yaml says? Read back with the identity in hand; where it can't be looked at,
// nothing is claimed. And how old is the key of a user that this tool made?
import { findApiKey } from "../baseten/api-key.ts";
import { createBaseten } from "../baseten/client.ts";
import { findAssumeRole, findOrganization } from "../baseten/organization.ts";
import { pickTeam } from "../baseten/teams.ts";
import type { WhichBaseten } from "../credential/in-baseten.ts";
import { ecrName } from "../grant/aws/ecr-grants.ts";
import { proveRole } from "../grant/aws/find-roles.ts";
import { keysOf } from "../grant/aws/key-rotation.ts";
import { isPullThrough } from "../grant/aws/pull-through.ts";
import { proveAccount } from "../grant/google/prove-account.ts";
import { type Identity, runnable } from "../grant/read-grant.ts";
import type { Wanted } from "../grant/types.ts";
import { awsCommand } from "../programs/aws/commands.ts";
import type { Target } from "../registries/types.ts";
import { parseJson } from "../text/json.ts";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import type { SignsInAs } from "./findings/let-in.ts";

/** Older keys are told. https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html */
const keyDays = 90;

/** Who Baseten is: its organization and team, or its own role. Null where nobody tells. */
export type WhoIsBaseten = (how: "oidc" | "assume-role") => Promise<Wanted | null>;

/** Asks Baseten with the key in hand, then `truss`; never a person. */
export function whoIsBaseten(options: WhichBaseten, world: World): WhoIsBaseten {
  return (how) =>
    orNull(async () => {
      const apiKeyStdin = options.apiKeyStdin ? await world.readStdin() : null;
      const { remote } = options;
      const found = await findApiKey({ apiKeyStdin, ...(remote === undefined ? {} : { remote }) }, world);
      const connection = found.kind === "key" ? found : null;
      if (how === "assume-role") {
        const assumedBy = await findAssumeRole(connection, world, remote);
        return assumedBy === null ? null : { assumedBy };
      }
      const facts = await findOrganization(connection, world, remote);
      if (facts === null) return null;
      const teams: readonly { readonly id: string; readonly name: string; readonly default?: boolean }[] =
        connection === null ? facts.teams : await createBaseten(connection, world).teams();
      const known = teams.map((team) => ({ ...team, default: team.default ?? false }));
      const picked = pickTeam(known, options.team ?? (found.kind === "key" ? found.team : null));
      const team = picked.kind === "team" ? picked.team : known.find((one) => one.default);
      return team === undefined ? null : { organization: facts.id, team };
    });
}

/** How what config.yaml names differs from what it must be, a sentence each; null where it can't be told. */
export const differencesOf = (
  as: SignsInAs,
  who: WhoIsBaseten,
  identity: Identity,
  world: World,
): Promise<readonly string[] | null> =>
  orNull(async () => {
    const { values, target, method, registry, containers } = as;
    if (method.id !== "oidc" && method.id !== "assume-role") return null;
    const told = await who(method.id);
    if (told === null) return null;
    const wanted = { ...told, containers };
    const { awsRoleArn, gcpServiceAccount, workloadIdentityProvider } = values;
    if (awsRoleArn !== undefined) {
      const through = { pullThrough: await isThrough(target, identity, world) };
      const goal = { registry, method, target };
      return (await proveRole(awsRoleArn, goal, { ...wanted, ...through }, world, identity)).differs;
    }
    if (gcpServiceAccount === undefined || workloadIdentityProvider === undefined) return null;
    const account = { serviceAccount: gcpServiceAccount, provider: workloadIdentityProvider };
    return (await proveAccount(account, target, wanted, world)).differs;
  });

const isThrough = (
  { account = "", region = "", image }: Target,
  identity: Identity,
  world: World,
): Promise<boolean> =>
  isPullThrough({ owner: account, region, repository: image.repository }, world, identity);

/** A key that is in use for long. */
export interface AgedKey {
  readonly user: string;
  /** YYYY-MM-DD */
  readonly created: string;
  readonly days: number;
}

/** The oldest active key of the user that this tool makes for the image, where it is too old; else null. */
export const agedKey = ({ target }: SignsInAs, identity: Identity, world: World): Promise<AgedKey | null> =>
  orNull(async () => {
    const { region, image } = target;
    if (region === undefined) return null;
    const user = ecrName(image.repository);
    const listing = awsCommand(["iam", "list-access-keys", "--user-name", user], { region });
    const result = await world.exec(runnable(listing, { identity }));
    if (result.status !== "ok") return null;
    const key = keysOf(parseJson(result.stdout)).find(({ status }) => status === "Active");
    if (key === undefined) return null;
    const days = Math.floor((world.now().getTime() - Date.parse(key.created)) / 86_400_000);
    return days > keyDays ? { user, created: key.created.slice(0, 10), days } : null;
  });

/** Null for what can't be looked at, or isn't told. */
async function orNull<T>(look: () => Promise<T | null>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof CliError && error.code !== "interrupted") return null;
    throw error;
  }
}
