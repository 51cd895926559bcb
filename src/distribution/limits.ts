// How is a registry asked without waiting or reading forever, and without following a redirect?
import { CliError } from "../values/errors.ts";
import type { Fetch, Fetched, ResponseHeaders } from "../values/network.ts";
import type { Unreachable } from "./result.ts";

/** An answer. The status may be anything but a redirect. */
export interface Reply {
  readonly kind: "reply";
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** Null when it was larger than the cap. */
  readonly body: string | null;
}

/** A redirect that wasn't followed. */
export interface Redirect {
  readonly kind: "redirect";
  readonly location: string | null;
}

export interface Request {
  readonly url: URL;
  readonly method?: "GET" | "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes that are read of the body at most, after decompression. */
  readonly cap: number;
}

export interface Limits {
  /** Milliseconds for one request with its body; 15,000 unless said. */
  readonly timeoutMs?: number;
  /** A proxy stands between: then a failed connection is the proxy's. */
  readonly proxied?: boolean;
}

export type Ask = (request: Request) => Promise<Reply | Redirect | Unreachable>;

/** Makes the one function through which the pull check talks; it never throws for what the network does. */
export function asker(fetch: Fetch, limits: Limits): Ask {
  return async ({ url, method = "GET", headers = {}, cap }) => {
    const signal = AbortSignal.timeout(limits.timeoutMs ?? 15_000);
    try {
      const response = await fetch(url.href, { method, headers, redirect: "manual", signal });
      if (response.status >= 300 && response.status < 400) {
        await readCapped(response, cap);
        return { kind: "redirect", location: response.headers.get("location") ?? null };
      }
      const body = method === "HEAD" ? "" : await readCapped(response, cap);
      return { kind: "reply", status: response.status, headers: response.headers, body };
    } catch (error) {
      // The world's own failures, such as Ctrl+C, aren't the registry's.
      if (error instanceof CliError) throw error;
      return { kind: "unreachable", at: url.host, ...reasonOf(error, limits.proxied ?? false) };
    }
  };
}

async function readCapped(response: Fetched, cap: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the body.
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > cap) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** What happened may be in the chain of causes only. */
function reasonOf(error: unknown, proxied: boolean): Pick<Unreachable, "why" | "detail"> {
  const chain = causesOf(error);
  const codes = chain.flatMap(({ code }) => (typeof code === "string" && /^\w+$/.test(code) ? [code] : []));
  const detail = codes.at(-1) ?? null;
  const names = chain.map(({ name }) => name);
  // A refusing proxy is named only in the message. The status is worth showing: 407 is a missing sign-in.
  const refusal = chain.map(({ message }) => String(message ?? "")).find((text) => /\bproxy\b/i.test(text));
  if (refusal !== undefined || codes.some((code) => /_PRX_|SOCKS/.test(code)))
    return { why: "proxy", detail: refusal?.match(/\((\d{3})\)/)?.[1] ?? detail };
  // OpenSSL's own errors are of the protocol; a certificate that isn't trusted has a code of X.509.
  if (codes.some((code) => /^EPROTO$|^ERR_SSL_/.test(code))) return { why: "no-tls", detail };
  if (codes.some((code) => /CERT|TLS|SELF_SIGNED|ISSUER|UNABLE_TO_/.test(code)))
    return { why: "tls", detail };
  if (names.includes("TimeoutError") || codes.some((code) => /TIMEOUT|ETIMEDOUT/.test(code)))
    return { why: "timeout", detail };
  return { why: proxied ? "proxy" : "network", detail };
}

interface Cause {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

function causesOf(error: unknown, depth = 0): readonly Cause[] {
  if (typeof error !== "object" || error === null || depth > 5) return [];
  const cause = error as Cause;
  // Node tries several addresses of a host and gathers what failed in an AggregateError.
  const tried: unknown[] = Array.isArray(cause.errors) ? cause.errors : [];
  return [cause, ...causesOf(cause.cause, depth + 1), ...tried.flatMap((one) => causesOf(one, depth + 1))];
}
