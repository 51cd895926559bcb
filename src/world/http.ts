// Which fetch is used: Node's own, or one that goes through the user's proxy?
import { CliError, interrupted } from "../values/errors.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Makes the `fetch` of a world. undici, which can use proxies, is loaded only when a variable names one
 * and the first request is made. Ask it for a string or a URL: undici doesn't know Node's own Request.
 * @param signal stops requests under way; they reject with `interrupted`.
 * @throws CliError `usage` from a request, when the proxy's address is none.
 */
export function createFetch(env: Env, signal?: AbortSignal): typeof fetch {
  const proxies = proxiesOf(env);
  let viaProxy: Promise<typeof fetch> | undefined;
  return async (input, init) => {
    const asked = init?.signal;
    const stopped = asked && signal ? AbortSignal.any([asked, signal]) : (asked ?? signal);
    const request = stopped ? { ...init, signal: stopped } : init;
    try {
      if (proxies === null) return await fetch(input, request);
      viaProxy ??= proxyFetch(proxies);
      return await (await viaProxy)(input, request);
    } catch (error) {
      throw signal?.aborted ? interrupted() : error;
    }
  };
}

interface Proxies {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/** Null when no proxy is set. Lower case wins, as in curl; an empty variable is none. */
function proxiesOf(env: Env): Proxies | null {
  const read = (name: string): string => env[name.toLowerCase()] || env[name] || "";
  const all = read("ALL_PROXY");
  const httpProxy = read("HTTP_PROXY") || all;
  const httpsProxy = read("HTTPS_PROXY") || all;
  if (httpProxy === "" && httpsProxy === "") return null;
  // undici would fall back to process.env where one of these is undefined, so each is a string.
  return { httpProxy: address(httpProxy), httpsProxy: address(httpsProxy), noProxy: read("NO_PROXY") };
}

/** curl takes `host:port` and `socks5h:`; undici wants a scheme, and its SOCKS resolves names at the proxy. */
function address(proxy: string): string {
  if (proxy === "" || proxy.includes("://")) return proxy.replace(/^socks5h:/i, "socks5:");
  return `http://${proxy}`;
}

async function proxyFetch(proxies: Proxies): Promise<typeof fetch> {
  // A bundled CommonJS module has its names on `default` only.
  const { default: undici } = await import("undici");
  try {
    const dispatcher = new undici.EnvHttpProxyAgent(proxies);
    // undici declares its own Request and Response; at run time they are those of Node.
    return ((input: string, init: object) => undici.fetch(input, { ...init, dispatcher })) as typeof fetch;
  } catch {
    // The address may hold a password, so neither it nor undici's message is shown.
    throw new CliError("usage", "The proxy's address can't be used.", {
      hint: "Set HTTPS_PROXY to an address such as http://proxy.example.com:3128, or unset it.",
    });
  }
}
