// A stand-in of the `baseten` CLI, after how it was seen to behave: arguments, JSON on stdout, exit codes, sentences.
import { Secret } from "../../src/values/secret.ts";
import type { Command } from "../../src/world/types.ts";
import type { CommandReply, CommandStub } from "./fake-exec.ts";

/** A profile: whose it is, and what it sees. */
export interface CliProfileStub {
  readonly workspace: string;
  readonly remoteUrl?: string;
  readonly teams?: readonly { readonly id: string; readonly name: string; readonly default: boolean }[];
  /** Names that are stored already. */
  readonly secrets?: readonly string[];
  /** How a command whose line begins so fails. */
  readonly fails?: Readonly<Record<string, CommandReply>>;
}

export interface CliStub {
  readonly current?: string;
  readonly profiles: Readonly<Record<string, CliProfileStub>>;
}

/** What the API's refusal of a status makes the CLI say, and its exit code. */
export function refused(status: number, message: string): CommandReply {
  const exitCode = status >= 500 ? 6 : status === 404 ? 4 : status === 401 || status === 403 ? 3 : 5;
  return { stderr: `baseten API error (HTTP ${status}): ${JSON.stringify({ message })}\n`, exitCode };
}

/** What the CLI says when no server refused anything; the exit code is 1 then. */
export const says = (stderr: string): CommandReply => ({ stderr: `${stderr}\n`, exitCode: 1 });

const standardTeams = [{ id: "t1", name: "Default", default: true }];

/** The stand-in: `stub` for the world's commands, `files` for its disk, and what it was given to store. */
export function basetenCli({ current, profiles }: CliStub) {
  const stored: { profile: string; team: string; name: string; value: string }[] = [];
  const answer = (command: Command): CommandReply => {
    const { args, input } = command;
    const flag = (name: string): string | undefined => {
      const at = args.indexOf(name);
      return at < 0 ? undefined : args[at + 1];
    };
    const named = flag("--profile") ?? current;
    const profile = profiles[named ?? ""];
    if (named === undefined || profile === undefined)
      return says(
        named === undefined
          ? "not logged in; run `baseten auth login` or set BASETEN_API_KEY"
          : `profile "${named}" not found`,
      );
    const {
      workspace,
      remoteUrl = "https://app.baseten.co",
      teams = standardTeams,
      secrets = [],
      fails = {},
    } = profile;
    const line = args.join(" ");
    const failure = Object.entries(fails).find(([begin]) => line.startsWith(begin));
    if (failure !== undefined) return failure[1];
    const json = (value: object): CommandReply => ({ stdout: JSON.stringify(value) });
    if (line.startsWith("auth status"))
      return json({ profile: named, remote_url: remoteUrl, auth_type: "oauth" });
    if (line.startsWith("whoami"))
      return json({ email: "ada@example.com", name: "Ada", user_id: "u", workspace_name: workspace });
    if (line.startsWith("org team list"))
      return json({ teams: teams.map((team) => ({ ...team, created_at: null })) });
    const wanted = flag("--team");
    const team =
      wanted === undefined
        ? teams.find((one) => one.default)
        : teams.find(({ id, name }) => id === wanted || name === wanted);
    if (team === undefined) return says(`no team matched "${wanted}"`);
    const info = (name: string) => ({
      id: name,
      name,
      created_at: "2025-06-01T00:00:00Z",
      team_name: team.name,
    });
    if (line.startsWith("org secret list")) return json({ secrets: secrets.map(info) });
    if (!line.startsWith("org secret set")) return { stderr: `unknown command ${line}`, exitCode: 1 };
    const name = flag("--name") ?? "";
    const value = input instanceof Secret ? input.reveal().replace(/[\r\n]+$/, "") : "";
    if (value === "")
      return { stderr: "no secret value supplied; pipe a value to stdin or pass --value", exitCode: 2 };
    stored.push({ profile: named, team: team.name, name, value });
    return json(info(name));
  };
  const file = {
    version: 1,
    ...(current === undefined ? {} : { current }),
    profiles: Object.fromEntries(
      Object.entries(profiles).map(([name, { remoteUrl = "https://app.baseten.co" }]) => [
        name,
        { remote_url: remoteUrl, auth_type: "oauth" },
      ]),
    ),
  };
  const stub: CommandStub = { when: "baseten ", optional: true, reply: answer };
  return { stub, answer, stored, files: { "/home/user/.config/baseten/auth.json": JSON.stringify(file) } };
}

/** Truss, which may be there to say who a remote of ~/.trussrc is. */
export const trussIs = (workspace: string | null): CommandStub => ({
  when: "truss whoami --remote ",
  reply: workspace === null ? "missing" : { stdout: `${workspace}\\ada@example.com\n` },
  optional: true,
});
