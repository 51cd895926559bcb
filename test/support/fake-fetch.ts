// Which requests may a test's code make, and what is answered?

/** A request as it was made. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly redirect: RequestInit["redirect"];
}

/** What a server answers; a `json` body sets its content type. */
export interface Reply {
  /** 200 unless said. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly json?: unknown;
}

/** `unreachable` fails as a refused connection does; `hang` never answers, until the request is aborted. */
export type RequestReply = Reply | Error | "unreachable" | "hang";

/** A request that may be made. */
export interface RequestStub {
  /** Method and whole URL, such as `GET https://ghcr.io/v2/`; a pattern is tested on the same text. */
  readonly when: string | RegExp;
  readonly reply: RequestReply | ((request: SeenRequest) => RequestReply | Promise<RequestReply>);
  /** How often it must be made; once unless said. */
  readonly times?: number;
  /** It may be made any number of times up to `times` (without limit unless said), or never. */
  readonly optional?: boolean;
}

/** The first stub that fits and isn't used up answers; without one the request fails the test. */
export function fakeFetch(stubs: readonly RequestStub[]) {
  const uses = stubs.map((stub) => ({ stub, left: stub.times ?? (stub.optional ? Infinity : 1) }));
  const requests: SeenRequest[] = [];
  const unexpected: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const seen = await see(input, init);
    requests.push(seen);
    init?.signal?.throwIfAborted();
    const line = `${seen.method} ${seen.url}`;
    const use = uses.find(({ stub, left }) => left > 0 && fits(stub.when, line));
    if (!use) {
      unexpected.push(`unexpected request: ${line}`);
      throw new Error(`Unexpected request: ${line}`);
    }
    use.left -= 1;
    const { reply } = use.stub;
    return respond(typeof reply === "function" ? await reply(seen) : reply, seen.url, init?.signal);
  };
  // The code under test may take the error above for a network failure, so it counts again at the end.
  const complaints = (): string[] => [
    ...unexpected,
    ...uses
      .filter(({ stub, left }) => left > 0 && !stub.optional)
      .map(({ stub }) => `request never made: ${stub.when}`),
  ];
  return { fetch, requests, complaints };
}

const fits = (when: string | RegExp, line: string): boolean =>
  typeof when === "string" ? when === line : when.test(line);

async function see(...[input, init]: Parameters<typeof fetch>): Promise<SeenRequest> {
  const { signal: _, ...rest } = init ?? {};
  const request = new Request(input, rest);
  return {
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? null : await request.text(),
    redirect: init?.redirect,
  };
}

async function respond(reply: RequestReply, url: string, signal?: AbortSignal | null): Promise<Response> {
  if (reply === "hang")
    return new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  if (reply === "unreachable") {
    const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    throw new TypeError("fetch failed", { cause });
  }
  if (reply instanceof Error) throw reply;
  const { status = 200, json } = reply;
  const headers = new Headers({ ...(json === undefined ? {} : { "content-type": "application/json" }) });
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers.set(name, value);
  const body = reply.body ?? (json === undefined ? null : JSON.stringify(json));
  // A Response made here has no address of its own.
  return Object.defineProperty(new Response(body as string | null, { status, headers }), "url", {
    value: url,
  });
}
