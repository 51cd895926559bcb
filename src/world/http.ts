// How is a request made? By node:https, whose first use costs a tenth of fetch's; through the user's proxy where one is set.
import type { ClientRequest, IncomingMessage } from "node:http";
import { interrupted } from "../values/errors.ts";
import type { Fetch, Fetched, FetchInit } from "../values/network.ts";
import { proxyFor } from "./proxy.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Connecting, through a proxy too, has a limit of its own. */
const connectMs = 10_000;

/** Some services refuse a request that doesn't say whose it is. */
const usual = { accept: "*/*", "user-agent": "create-registry-auth" };

/**
 * Makes the `fetch` of a world. What loads takes its time only with the first request.
 * @param env this process's: the library that knows NO_PROXY looks there by itself.
 * @param signal stops requests under way, their bodies too; they reject with `interrupted`.
 * @throws CliError `usage` from a request, when the proxy's address is none.
 */
export function createFetch(env: Env, signal?: AbortSignal): Fetch {
  const proxy = proxyFor(env);
  return async (address, init = {}) => {
    const signals = [init.signal, signal].filter((one) => one !== undefined);
    const stopped = AbortSignal.any(signals);
    /** fetch's callers know why they stopped it; Node's own error says only that it was. */
    const failure = (error: unknown): unknown =>
      signal?.aborted ? interrupted() : stopped.aborted ? stopped.reason : error;
    try {
      stopped.throwIfAborted();
      const url = new URL(address);
      const agent = await proxy(url);
      const { request } = await (url.protocol === "http:" ? import("node:http") : import("node:https"));
      const { method = "GET", headers } = init;
      const options = {
        method,
        headers: { ...usual, ...headers },
        signal: stopped,
        ...(agent ? { agent } : {}),
      };
      return fetched(await answered(request(url, options), init, stopped), method, failure);
    } catch (error) {
      throw failure(error);
    }
  };
}

function answered(
  request: ClientRequest,
  { body }: FetchInit,
  stopped: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // A request that is still waiting for its connection doesn't tell of its own end.
    const fail = (error: Error): void => {
      request.destroy(error);
      reject(error);
    };
    const stop = (): void => fail(new Error("Stopped."));
    stopped.addEventListener("abort", stop, { once: true });
    const limit = setTimeout(() => {
      const error = new Error(`No connection within ${connectMs / 1000} s.`);
      fail(Object.assign(error, { code: "ETIMEDOUT" }));
    }, connectMs);
    const connected = (): void => clearTimeout(limit);
    request.on("socket", (socket) => {
      if (socket.connecting) socket.once("connect", connected);
      else connected();
    });
    // A proxy's agent passes a refusal on as if it were the server's own answer, which anybody on the way could give.
    request.on("proxyConnect", ({ statusCode }: { statusCode?: number }) => {
      if (statusCode !== undefined && statusCode !== 200)
        fail(new Error(`The proxy refused to connect (${statusCode}).`));
    });
    request.on("response", resolve).on("error", reject);
    request.on("close", () => {
      connected();
      stopped.removeEventListener("abort", stop);
    });
    request.end(body ?? undefined);
  });
}

function fetched(response: IncomingMessage, method: string, failure: (error: unknown) => unknown): Fetched {
  const headers = new Map<string, string>();
  for (const [name, values = []] of Object.entries(response.headersDistinct))
    headers.set(name, values.join(", "));
  const status = response.statusCode ?? 0;
  // An answer that nobody reads would keep its connection from being used again.
  const empty = method === "HEAD" || status === 204 || status === 304;
  response.on("error", () => {});
  if (empty) response.resume();
  return { status, headers, body: empty ? null : bodyOf(response, failure) };
}

/** Leaving the loop early closes the connection. */
async function* bodyOf(response: IncomingMessage, failure: (error: unknown) => unknown) {
  try {
    yield* await decoded(response);
  } catch (error) {
    throw failure(error);
  }
}

/** The bytes as they were meant. None is asked to compress, but what is stored compressed may come so. */
async function decoded(response: IncomingMessage): Promise<AsyncIterable<Uint8Array>> {
  const encoding = response.headers["content-encoding"] ?? "identity";
  if (!/^(?:x-)?gzip$|^deflate$|^br$/.test(encoding)) return response;
  const { createBrotliDecompress, createUnzip } = await import("node:zlib");
  const { pipeline } = await import("node:stream");
  return pipeline(response, encoding === "br" ? createBrotliDecompress() : createUnzip(), () => {});
}
