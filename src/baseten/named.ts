// What does a name given as --remote or BASETEN_PROFILE stand for: a section of ~/.trussrc, or a profile of the CLI?
import { isAbsolute, join } from "node:path";
import { CliError } from "../values/errors.ts";
import type { World } from "../world/types.ts";
import { type CliProfile, cliProfiles } from "./cli-profiles.ts";
import { type Remote, readTrussrc } from "./trussrc.ts";

type Outside = Pick<World, "env" | "files" | "home" | "cwd" | "platform">;

/** The file of Truss's remotes, as the user would write it. */
export const shownPath = ({ env }: Pick<World, "env">): string => env.USER_TRUSSRC_PATH || "~/.trussrc";

/** The remotes of ~/.trussrc; none where there is no such file. */
export async function readRemotes(world: Outside): Promise<readonly Remote[]> {
  const path = shownPath(world).replace(/^~(?=$|[/\\])/, () => world.home);
  const bytes = await world.files.read(isAbsolute(path) ? path : join(world.cwd, path));
  return bytes === null ? [] : readTrussrc(new TextDecoder().decode(bytes));
}

/** The section of that name, else the CLI's profile. @throws CliError `config-not-found` naming those there are */
export async function namedRemote(name: string, world: Outside): Promise<Remote | CliProfile> {
  const remotes = await readRemotes(world);
  const remote = remotes.find((one) => one.name === name);
  if (remote !== undefined) return remote;
  const { all } = await cliProfiles(world);
  const profile = all.find((one) => one.name === name);
  if (profile !== undefined) return profile;
  const others = all.length === 0 ? "" : ` The baseten CLI has: ${namesOf(all)}.`;
  throw new CliError("config-not-found", `${shownPath(world)} has no remote named ${name}.`, {
    hint:
      (remotes.length > 0 ? `It has: ${namesOf(remotes)}.` : "It has none. `truss login` adds one.") + others,
  });
}

/** The CLI's profile of that name. @throws CliError `config-not-found` naming those there are */
export async function namedProfile(name: string, variable: string, world: Outside): Promise<CliProfile> {
  const { all } = await cliProfiles(world);
  const profile = all.find((one) => one.name === name);
  if (profile !== undefined) return profile;
  throw new CliError("config-not-found", `The baseten CLI has no profile named ${name} (${variable}).`, {
    hint: all.length > 0 ? `It has: ${namesOf(all)}.` : "It has none. `baseten auth login` adds one.",
  });
}

const namesOf = (all: readonly { readonly name: string }[]): string => all.map(({ name }) => name).join(", ");
