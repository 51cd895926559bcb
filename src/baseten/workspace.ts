// Whose is a sign-in? Every organization lives on one URL, so the workspace's name is what tells them apart.
import type { Command, World } from "../world/types.ts";
import { type CliSignIn, whoamiCommand, workspaceIn } from "./baseten-cli.ts";
import { cliRefusal } from "./cli-refusals.ts";

/** Failures that say nothing about the sign-in: an older CLI has no `whoami`. */
const bearable = new Set(["cli-failed", "api-not-found", "api-refused"]);

/**
 * The profile with its workspace, which Baseten is asked for; a second or so.
 * @throws CliError when the sign-in has ended, the CLI is missing or Baseten can't be reached
 */
export async function identified(
  signIn: Omit<CliSignIn, "workspace">,
  { exec }: Pick<World, "exec">,
): Promise<CliSignIn> {
  const result = await exec(whoamiCommand(signIn.profile));
  if (result.status === "ok") return { ...signIn, workspace: workspaceIn(result.stdout) };
  const error = cliRefusal(result, { ...signIn, purpose: "say who is signed in", value: null });
  if (bearable.has(error.code)) return { ...signIn, workspace: null };
  throw error;
}

/** Asks Truss who a remote of ~/.trussrc is. Its first line is `Workspace\email`. */
const trussWhoami = (remote: string): Command => ({
  file: "truss",
  args: ["whoami", "--remote", remote],
  env: { COLUMNS: "500", NO_COLOR: "1" },
  timeoutMs: 15_000,
});

/** The workspace that a remote of ~/.trussrc is signed in to; null where Truss is missing or doesn't say. */
export async function workspaceOfRemote(
  remote: string,
  { exec }: Pick<World, "exec">,
): Promise<string | null> {
  const result = await exec(trussWhoami(remote));
  if (result.status !== "ok") return null;
  return /^(.+)\\\S+@\S+\s*$/m.exec(result.stdout.reveal())?.[1]?.trim() ?? null;
}
