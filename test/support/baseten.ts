// A stand-in for Baseten's management API on loopback, after its published description. For tests and the demo.
// https://docs.baseten.co/reference/management-api/overview
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StandInTeam {
  readonly id: string;
  readonly name: string;
  readonly default?: boolean;
}

export interface StandInOrganization {
  readonly id: string;
  readonly aws_customer_access_role_arn?: string;
  readonly aws_external_id?: string;
}

/** What to do instead of answering, once. What isn't said is as usual for `status` 500. */
export interface Failure {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; an object is sent as JSON. */
  readonly body?: string | object;
  /** Close the connection without an answer. */
  readonly drop?: boolean;
  /** Wait so many ms, then answer as usual unless `status` says otherwise. */
  readonly delayMs?: number;
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  /** Parsed JSON; null without a body. */
  readonly body: unknown;
  readonly authorization: string | null;
}

export interface StandIn {
  /** The API base, such as `http://127.0.0.1:4711`. */
  readonly url: string;
  /** In the order of arrival, refused ones too. */
  readonly requests: readonly RecordedRequest[];
  /** The stored value, for assertions: the API itself never returns it. */
  valueOf(name: string, teamId?: string): string | undefined;
  /** Queues failures; each one is used up by one request. */
  fail(...failures: Failure[]): void;
  close(): Promise<void>;
}

interface Stored {
  readonly id: string;
  readonly name: string;
  readonly team: StandInTeam;
  readonly createdAt: string;
  readonly value: string;
}
interface Answer {
  readonly status: number;
  readonly body: object;
}

/** Starts it on a free port. Without teams there is one, `Default`; unscoped requests go to the default team. */
export async function startBaseten(options: {
  readonly apiKey: string;
  readonly teams?: readonly StandInTeam[];
  readonly secrets?: readonly {
    readonly name: string;
    readonly teamId?: string;
    readonly createdAt?: string;
  }[];
  /** The organization, for GraphQL; `O` without AssumeRole unless said. */
  readonly organization?: StandInOrganization;
  readonly fail?: readonly Failure[];
  readonly now?: () => Date;
}): Promise<StandIn> {
  const teams = options.teams ?? [{ id: "team-default", name: "Default", default: true }];
  const store = createStore(teams, options.now ?? (() => new Date()));
  for (const { name, teamId, createdAt } of options.secrets ?? [])
    store.put(name, "seeded", teamId, createdAt);
  const failures = [...(options.fail ?? [])];
  const requests: RecordedRequest[] = [];

  const server = createServer(async (request, response) => {
    const recorded = await record(request);
    requests.push(recorded);
    const failure = failures.shift();
    if (failure?.drop) return void request.socket.destroy();
    if (failure?.delayMs) await new Promise((done) => setTimeout(done, failure.delayMs).unref());
    if (failure && (failure.status !== undefined || !failure.delayMs)) return send(response, failure);
    const known = [`Api-Key ${options.apiKey}`, `Bearer ${options.apiKey}`];
    const answer = known.includes(recorded.authorization ?? "")
      ? recorded.path === "/graphql/"
        ? graphql(recorded.body, options.organization ?? { id: "O" }, teams)
        : route(recorded, teams, store)
      : { status: 401, body: { message: "Invalid API key." } };
    send(response, answer);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    valueOf: (name, teamId) => store.get(name, teamId)?.value,
    fail: (...more) => void failures.push(...more),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** As far as Truss and this tool ask: the organization, the user, the teams. Not in the published description. */
function graphql(body: unknown, organization: StandInOrganization, teams: readonly StandInTeam[]): Answer {
  const query = String((body as { query?: unknown } | null)?.query);
  const nothing = { aws_customer_access_role_arn: null, aws_external_id: null };
  const data = {
    ...(/\borganization\b/.test(query)
      ? { organization: { workspace_name: "Acme", ...nothing, ...organization } }
      : {}),
    ...(/\buser\b/.test(query) ? { user: { email: "ada@example.com" } } : {}),
    ...(/\bteams\b/.test(query)
      ? { teams: teams.map(({ id, name, default: own = false }) => ({ id, name, default: own })) }
      : {}),
  };
  return { status: 200, body: { data } };
}

type Store = ReturnType<typeof createStore>;

function createStore(teams: readonly StandInTeam[], now: () => Date) {
  const secrets = new Map<string, Stored>();
  const teamOf = (id?: string): StandInTeam | undefined =>
    id === undefined
      ? (teams.find((team) => team.default) ?? teams[0])
      : teams.find((team) => team.id === id);
  const keyOf = (name: string, team: StandInTeam): string => JSON.stringify([team.id, name]);
  return {
    teamOf,
    get(name: string, teamId?: string): Stored | undefined {
      const team = teamOf(teamId);
      return team && secrets.get(keyOf(name, team));
    },
    list: (team?: StandInTeam): Stored[] =>
      [...secrets.values()].filter((one) => !team || one.team.id === team.id),
    put(name: string, value: string, teamId?: string, createdAt = now().toISOString()): Stored {
      const team = teamOf(teamId);
      if (!team) throw new Error(`The stand-in has no team ${teamId}.`);
      const before = secrets.get(keyOf(name, team));
      const id = before?.id ?? `secret-${secrets.size + 1}`;
      const stored = { id, name, team, createdAt: before?.createdAt ?? createdAt, value };
      secrets.set(keyOf(name, team), stored);
      return stored;
    },
    remove: (one: Stored): boolean => secrets.delete(keyOf(one.name, one.team)),
  };
}

function route(request: RecordedRequest, teams: readonly StandInTeam[], store: Store): Answer {
  const [version, ...rest] = request.path.slice(1).split("/").map(decodeURIComponent);
  const teamId = rest[0] === "teams" && rest.length > 1 ? rest[1] : undefined;
  const [what, name, ...more] = teamId === undefined ? rest : rest.slice(2);
  if (version !== "v1" || more.length > 0) return notFound("Not found.");
  if (request.method === "GET" && what === "teams" && name === undefined) {
    const shown = teams.map((team) => ({
      id: team.id,
      name: team.name,
      default: team.default ?? false,
      created_at,
    }));
    return { status: 200, body: { teams: shown } };
  }
  if (what !== "secrets") return notFound("Not found.");
  const team = store.teamOf(teamId);
  if (!team) return notFound("Team not found.");
  if (request.method === "GET" && name === undefined) {
    const listed = store.list(teamId === undefined ? undefined : team);
    return { status: 200, body: { secrets: listed.map(shownSecret) } };
  }
  if (request.method === "POST" && name === undefined) return upsert(request.body, store, teamId);
  if (request.method === "DELETE" && name !== undefined) {
    const stored = store.get(name, teamId);
    if (!stored) return notFound("Secret not found.");
    store.remove(stored);
    return { status: 200, body: { name } };
  }
  return { status: 405, body: { message: "Method not allowed." } };
}

function upsert(body: unknown, store: Store, teamId: string | undefined): Answer {
  const { name, value } = (body ?? {}) as { name?: unknown; value?: unknown };
  if (typeof name !== "string" || typeof value !== "string" || name === "") {
    return { status: 400, body: { message: "name and value are required." } };
  }
  return { status: 200, body: shownSecret(store.put(name, value, teamId)) };
}

const created_at = "2025-01-01T00:00:00Z";
const notFound = (message: string): Answer => ({ status: 404, body: { message } });
const shownSecret = (one: Stored): object => ({
  id: one.id,
  name: one.name,
  created_at: one.createdAt,
  team_name: one.team.name,
});

async function record(request: IncomingMessage): Promise<RecordedRequest> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  let body: unknown = null;
  try {
    body = text === "" ? null : JSON.parse(text);
  } catch {
    body = text;
  }
  const { method = "", url = "", headers } = request;
  return { method, path: url, body, authorization: headers.authorization ?? null };
}

function send(response: ServerResponse, what: Failure): void {
  const { status = 500, headers = {}, body = { message: "Something went wrong." } } = what;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(text);
}
