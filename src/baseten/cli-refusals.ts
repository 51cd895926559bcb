// What did the `baseten` CLI refuse, and why? Its exit code tells the HTTP status alone; what it prints tells the rest.
// https://github.com/basetenlabs/baseten-cli
import { parseJson, textAt } from "../text/json.ts";
import { shellLine } from "../text/shell.ts";
import { CliError, type ErrorCode } from "../values/errors.ts";
import { Secret } from "../values/secret.ts";
import type { ExecResult } from "../world/types.ts";
import type { CliSignIn } from "./baseten-cli.ts";
import { rateLimited, redact, refusal } from "./refusals.ts";
import { defaultRemote, hostOf, sameRemote } from "./remote.ts";

/** What the CLI was asked for, and as whom. */
export interface CliAsked extends Pick<CliSignIn, "profile" | "remoteUrl"> {
  /** As in "Baseten could not … ". */
  readonly purpose: string;
  /** What must not come back in an error. */
  readonly value: Secret | null;
}

type Bad = Exclude<ExecResult, { status: "ok" }>;
type Failed = Extract<ExecResult, { status: "failed" }>;

/** The command that signs in again, for this remote and as this profile. */
export function loginCommand({ profile, remoteUrl }: Pick<CliSignIn, "profile" | "remoteUrl">): string {
  const elsewhere = remoteUrl !== null && !sameRemote(remoteUrl, defaultRemote);
  return shellLine([
    "baseten",
    ...["auth", "login"],
    ...(elsewhere ? ["--remote-url", remoteUrl] : []),
    ...(profile === null ? [] : ["--profile", profile]),
  ]);
}

/** `profile bot of the baseten CLI` */
const whoOf = ({ profile }: CliAsked): string =>
  profile === null ? "the baseten CLI" : `profile ${profile} of the baseten CLI`;

/** The error of a command of the CLI. What it printed is read, and only the server's own sentence shown, redacted. */
export function cliRefusal(result: Bad, asked: CliAsked): CliError {
  if (result.status === "missing")
    return new CliError("cli-missing", "The baseten CLI is not installed, or not on PATH.", {
      hint: "Install it: https://github.com/basetenlabs/baseten-cli, or set BASETEN_API_KEY.",
    });
  if (result.status === "timeout")
    return new CliError("cli-timeout", `The baseten CLI did not ${asked.purpose} in time.`, {
      hint: "Check the network and proxy, then run the same command again.",
    });
  const status = statusOf(result);
  return status === null ? withoutStatus(result, asked) : withStatus(status, saidIn(result, asked), asked);
}

/** Exit 0, and something else on stdout than its JSON. */
export const unreadableCli = (asked: CliAsked): CliError =>
  new CliError(
    "cli-failed",
    `What the baseten CLI answered could not be read, so it did not ${asked.purpose}.`,
    {
      hint: "Update it: https://github.com/basetenlabs/baseten-cli, or set BASETEN_API_KEY.",
    },
  );

/** For a status that isn't printed: the least that the exit code says. */
const statuses: Readonly<Record<number, number>> = { 3: 401, 4: 404, 5: 400, 6: 500 };

function statusOf({ stderr, exitCode }: Failed): number | null {
  const printed = /\bHTTP (\d{3})\b/.exec(stderr)?.[1];
  return printed === undefined ? (statuses[exitCode ?? 0] ?? null) : Number(printed);
}

function saidIn({ stderr }: Failed, { value }: CliAsked): string {
  const body = /\bHTTP \d{3}\)?:?\s*(\{[\s\S]*\})/.exec(stderr)?.[1];
  const message = body === undefined ? null : textAt(parseJson(new Secret(body)), "message");
  const said = redact(message, [value]);
  return said === null ? "" : said;
}

function withStatus(status: number, said: string, asked: CliAsked): CliError {
  const words = said === "" ? "" : ` It says: ${said}`;
  if (status === 401)
    return new CliError("not-signed-in", `Baseten does not accept the sign-in of ${whoOf(asked)}.${words}`, {
      hint: `Sign in again: ${loginCommand(asked)}`,
    });
  if (status === 403)
    return new CliError("api-key-rejected", `${capital(whoOf(asked))} may not ${asked.purpose}.${words}`, {
      hint: "Take a profile that manages the workspace or the team, with --remote or BASETEN_PROFILE.",
    });
  const host = asked.remoteUrl === null ? "Baseten" : hostOf(asked.remoteUrl);
  const of = { purpose: asked.purpose, source: whoOf(asked), host };
  return status === 429 ? rateLimited(of) : refusal(status, said === "" ? null : said, of);
}

const capital = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`;

interface Known {
  readonly sign: RegExp;
  readonly code: ErrorCode;
  readonly message: (asked: CliAsked) => string;
  readonly hint: (asked: CliAsked) => string;
}

// Exit 1 is everything that no server refused.
const known: readonly Known[] = [
  {
    sign: /no team matched/i,
    code: "team-not-found",
    message: (asked) => `Baseten has no team of that name for ${whoOf(asked)}.`,
    hint: ({ profile }) =>
      `See which there are: ${shellLine(["baseten", "org", "team", "list", ...(profile === null ? [] : ["--profile", profile])])}`,
  },
  {
    sign: /refresh failed|re-?authenticate|invalid_grant/i,
    code: "not-signed-in",
    message: (asked) => `The sign-in of ${whoOf(asked)} has ended.`,
    hint: (asked) => `Sign in again: ${loginCommand(asked)}`,
  },
  {
    sign: /not logged in|profile\b.*\b(not found|does not exist|unknown)|(unknown|no) profile|no such profile/i,
    code: "not-signed-in",
    message: ({ profile }) =>
      profile === null ? "The baseten CLI isn't signed in." : `The baseten CLI has no profile ${profile}.`,
    hint: (asked) => `Sign in: ${loginCommand(asked)}`,
  },
  {
    sign: /x509|certificate/i,
    code: "api-unavailable",
    message: () => "The baseten CLI doesn't trust the certificate it is shown.",
    hint: () => "If your company inspects traffic, set SSL_CERT_FILE to its certificate file.",
  },
  {
    sign: /dial tcp|connection (refused|reset)|no such host|deadline exceeded|unreachable|timeout|proxyconnect/i,
    code: "api-unavailable",
    message: ({ purpose }) => `The baseten CLI can't reach Baseten, so it could not ${purpose}.`,
    hint: () => "Check the network. Behind a proxy, set HTTPS_PROXY to its address.",
  },
];

function withoutStatus({ stderr, exitCode }: Failed, asked: CliAsked): CliError {
  const found = known.find(({ sign }) => sign.test(stderr));
  if (found !== undefined) return new CliError(found.code, found.message(asked), { hint: found.hint(asked) });
  if (exitCode === 2)
    return new CliError("cli-failed", "The baseten CLI doesn't know this command; it may be too old.", {
      hint: "Install the newest: https://github.com/basetenlabs/baseten-cli, or set BASETEN_API_KEY.",
    });
  const code = exitCode === null ? "" : ` (exit code ${exitCode})`;
  const whoami = shellLine([
    "baseten",
    "whoami",
    ...(asked.profile === null ? [] : ["--profile", asked.profile]),
  ]);
  return new CliError("cli-failed", `The baseten CLI could not ${asked.purpose}${code}.`, {
    hint: `See what it says: ${whoami}. Or set BASETEN_API_KEY to do without it.`,
  });
}
