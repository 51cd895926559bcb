// Which programs may a test's code run, and what do they answer?
import { Secret } from "../../src/values/secret.ts";
import type { Command, Exec, ExecResult } from "../../src/world/types.ts";

/** What a program prints, or how it fails. */
export type CommandReply =
  | { readonly stdout: string }
  | { readonly stderr: string; readonly exitCode?: number; readonly stdout?: string }
  | "missing"
  | "timeout";

/** A program that may be run. */
export interface CommandStub {
  /** How its command line begins, such as `aws sts get-caller-identity`. */
  readonly when: string;
  readonly reply: CommandReply | ((command: Command) => CommandReply | Promise<CommandReply>);
  /** How often it must run; once unless said. */
  readonly times?: number;
  /** It may run any number of times up to `times` (without limit unless said), or never. */
  readonly optional?: boolean;
}

/** The command line of a command, as stubs match it. */
export const commandLine = ({ file, args }: Command): string => [file, ...args].join(" ");

/** The first stub that fits and isn't used up answers; without one the command fails the test. */
export function fakeExec(stubs: readonly CommandStub[]) {
  const uses = stubs.map((stub) => ({ stub, left: stub.times ?? (stub.optional ? Infinity : 1) }));
  const ran: Command[] = [];
  const unexpected: string[] = [];
  const exec: Exec = async (command) => {
    ran.push(command);
    const line = commandLine(command);
    const use = uses.find(({ stub, left }) => left > 0 && line.startsWith(stub.when));
    if (!use) {
      unexpected.push(`unexpected command: ${line}`);
      throw new Error(`Unexpected command: ${line}`);
    }
    use.left -= 1;
    const { reply } = use.stub;
    return resultOf(typeof reply === "function" ? await reply(command) : reply);
  };
  // The code under test may swallow the error above, so it counts again at the end.
  const complaints = (): string[] => [
    ...unexpected,
    ...uses
      .filter(({ stub, left }) => left > 0 && !stub.optional)
      .map(({ stub }) => `command never run: ${stub.when}`),
  ];
  return { exec, ran, complaints };
}

function resultOf(reply: CommandReply): ExecResult {
  if (reply === "missing" || reply === "timeout") return { status: reply };
  if (!("stderr" in reply)) return { status: "ok", stdout: new Secret(reply.stdout) };
  const { stderr, exitCode = 1, stdout = "" } = reply;
  return { status: "failed", exitCode, stdout: new Secret(stdout), stderr };
}
