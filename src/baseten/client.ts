// Performs the requests of api.ts: time limits, retries, and a CliError for every way it can fail.
import { CliError } from "../values/errors.ts";
import type { Fetched } from "../values/network.ts";
import type { Secret } from "../values/secret.ts";
import type { World } from "../world/types.ts";
import {
  type ApiRequest,
  listSecrets,
  listTeams,
  readReply,
  type SecretInfo,
  type Team,
  upsertSecret,
} from "./api.ts";
import type { FoundKey } from "./api-key.ts";
import { cleanApiKey } from "./clean-api-key.ts";
import {
  type Asked,
  networkFailure,
  rateLimited,
  redact,
  refusal,
  timedOut,
  unreadable,
} from "./refusals.ts";
import { retryAfterIn, retryAfterMs } from "./retry-after.ts";

/** Connecting has its own limit, 10 s. */
const operationMs = 60_000;
/** More than any list of secrets; a body beyond it is not the API's. */
const longestBody = 4 * 1024 * 1024;

/** Where requests go, and with which key; a FoundKey is one. */
export type Connection = Pick<FoundKey, "apiBase" | "authorization" | "key" | "source">;

/** Baseten's API as far as this tool needs it. Each call takes a minute at most and rejects only with CliError. */
export interface Baseten {
  /** The teams that the key sees. */
  teams(): Promise<readonly Team[]>;
  /** One team's secrets; without an id those of every team the key sees. */
  secrets(teamId?: string): Promise<readonly SecretInfo[]>;
  /** Creates or replaces a secret; without an id in the default team. Takes effect at once. */
  upsert(name: string, value: Secret, teamId?: string): Promise<SecretInfo>;
}

type Outside = Pick<World, "fetch" | "sleep" | "now"> & {
  /** Is told of a long wait. */
  readonly terminal?: Pick<World["terminal"], "say">;
};

/**
 * Connects nothing yet; each call sends what it needs.
 * @param random for the backoff's jitter, in [0, 1)
 * @throws CliError `invalid-credential` when no header could carry the key
 */
export function createBaseten(connection: Connection, world: Outside, random = Math.random): Baseten {
  const checked = { ...connection, key: cleanApiKey(connection.key, connection.source) };
  const send = <T>(request: ApiRequest<T>): Promise<T> => perform(request, checked, world, random);
  return {
    teams: () => send(listTeams()),
    secrets: (teamId) => send(listSecrets(teamId)),
    upsert: (name, value, teamId) => send(upsertSecret(name, value, teamId)),
  };
}

/** Sends until there is an answer to go by. All retries are safe: the one write is an upsert. */
export async function perform<T>(
  request: ApiRequest<T>,
  connection: Connection,
  world: Outside,
  random: () => number,
): Promise<T> {
  const { purpose } = request;
  const asked: Asked = { purpose, source: connection.source, host: new URL(connection.apiBase).host };
  const deadline = world.now().getTime() + operationMs;
  const left = (): number => deadline - world.now().getTime();
  let limited = 0;
  let failed = 0;
  let patience = patienceMs;
  for (;;) {
    const answer = await attempt(request, connection, world, left(), asked);
    let wait: number;
    if (answer.kind === "limited") {
      limited += 1;
      // At least a second, so that `Retry-After: 0` is no endless loop.
      wait = Math.max(1000, answer.retryAfter ?? 1000 * 2 ** (limited - 1));
      patience -= wait;
      if (patience < 0) throw rateLimited(asked);
    } else if (answer.kind === "failed") {
      failed += 1;
      if (!answer.again || failed > retries) throw answer.error;
      wait = backoffMs(failed, random());
    } else {
      return answer.value;
    }
    if (wait >= left()) throw answer.kind === "limited" ? rateLimited(asked) : answer.error;
    if (wait >= longWaitMs)
      world.terminal?.say(`  Baseten asks to wait ${Math.ceil(wait / 1000)} seconds; then it goes on.`);
    await world.sleep(wait);
  }
}

type Answer<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "limited"; readonly retryAfter: number | null }
  | { readonly kind: "failed"; readonly error: CliError; readonly again: boolean };

async function attempt<T>(
  request: ApiRequest<T>,
  connection: Connection,
  world: Outside,
  limitMs: number,
  asked: Asked,
): Promise<Answer<T>> {
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), Math.max(0, limitMs));
  try {
    const response = await world.fetch(connection.apiBase + request.path, {
      method: request.method,
      headers: headersOf(request, connection),
      body: request.body?.reveal() ?? null,
      redirect: "manual",
      signal: clock.signal,
    });
    const text = await readText(response);
    return judge(request, response, text, connection, world, asked);
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (clock.signal.aborted) throw timedOut(asked);
    return { kind: "failed", ...networkFailure(error, asked) };
  } finally {
    clearTimeout(timer);
  }
}

function judge<T>(
  request: ApiRequest<T>,
  response: Fetched,
  text: string | null,
  connection: Connection,
  world: Outside,
  asked: Asked,
): Answer<T> {
  const { status } = response;
  if (status === 429) {
    const after = retryAfterMs(response.headers.get("retry-after") ?? null, world.now());
    return { kind: "limited", retryAfter: after ?? retryAfterIn(text ?? "") };
  }
  const reply = text === null ? ({ kind: "unreadable" } as const) : readReply(request, status, text);
  if (reply.kind === "ok") return reply;
  if (reply.kind === "unreadable" && status < 300) throw unreadable(asked);
  const said = reply.kind === "failed" ? redact(reply.message, [request.value, connection.key]) : null;
  return { kind: "failed", error: refusal(status, said, asked), again: status >= 500 };
}

const headersOf = (request: ApiRequest<unknown>, connection: Connection): Record<string, string> => ({
  accept: "application/json",
  authorization: `${connection.authorization} ${connection.key.reveal()}`,
  "user-agent": "create-registry-auth",
  ...(request.body === null ? {} : { "content-type": "application/json" }),
});

/** The body's text; null when it is longer than any answer of the API. */
async function readText(response: Fetched): Promise<string | null> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longestBody) return null;
  }
  return text + decoder.decode();
}

/** 429s: all waits of one operation together. */
export const patienceMs = 45_000;
/** A wait that looks like hanging when nothing is said. */
const longWaitMs = 5000;
/** 5xx and network errors: attempts after the first. */
export const retries = 3;

/**
 * Half a second, one, two, four… of which a random half is left out, so that many machines that failed together
 * don't return together. In ms.
 * @param attempt 1 for the first retry
 * @param random in [0, 1)
 */
export const backoffMs = (attempt: number, random: number): number =>
  Math.round(500 * 2 ** (attempt - 1) * (1 - random / 2));
