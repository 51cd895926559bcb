// Which sign-ins does the `baseten` CLI keep? Names and remotes are read from its file; its tokens are its own to renew.
import { join } from "node:path";
import { membersOf, readJson, textAt } from "../text/json.ts";
import type { World } from "../world/types.ts";
import { sameRemote } from "./remote.ts";

/** A sign-in of the CLI. */
export interface CliProfile {
  readonly name: string;
  readonly remoteUrl: string | null;
}

/** The sign-ins, and the one that the CLI takes unless it is told another. */
export interface CliProfiles {
  readonly current: string | null;
  readonly all: readonly CliProfile[];
}

type Outside = Pick<World, "env" | "files" | "home" | "platform">;

/**
 * Reads them; none where there is no such file or it isn't readable as one.
 * @throws CliError `file-unreadable`
 */
export async function cliProfiles(world: Outside): Promise<CliProfiles> {
  const bytes = await world.files.read(join(folderOf(world), "auth.json"));
  const { current, profiles } = readJson(bytes === null ? "" : new TextDecoder().decode(bytes));
  const all = Object.entries(membersOf(profiles)).map(([name, profile]) => ({
    name,
    remoteUrl: textAt(profile, "remote_url"),
  }));
  return { current: typeof current === "string" && current !== "" ? current : null, all };
}

/** Go's os.UserConfigDir, as the CLI takes it. https://pkg.go.dev/os#UserConfigDir */
function folderOf({ env, home, platform }: Outside): string {
  if (env.BASETEN_CONFIG_DIR) return env.BASETEN_CONFIG_DIR;
  if (platform === "darwin") return join(home, "Library", "Application Support", "baseten");
  if (platform === "win32")
    return join(env.AppData ?? env.APPDATA ?? join(home, "AppData/Roaming"), "baseten");
  return join(env.XDG_CONFIG_HOME || join(home, ".config"), "baseten");
}

/** `choose`: several would do, and none of them is current. */
export type ProfilePick =
  | { readonly kind: "profile"; readonly profile: CliProfile }
  | { readonly kind: "choose"; readonly profiles: readonly CliProfile[] }
  | { readonly kind: "none" };

/** The profile for a remote, however its address is written; null: for any. The current one goes before the others. */
export function pickProfile({ current, all }: CliProfiles, remoteUrl: string | null): ProfilePick {
  const fitting = all.filter(
    (profile) =>
      remoteUrl === null || (profile.remoteUrl !== null && sameRemote(profile.remoteUrl, remoteUrl)),
  );
  const [only, second] = fitting;
  const taken = fitting.find(({ name }) => name === current) ?? (second === undefined ? only : undefined);
  if (taken !== undefined) return { kind: "profile", profile: taken };
  return only === undefined ? { kind: "none" } : { kind: "choose", profiles: fitting };
}
