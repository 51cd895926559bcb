// Which proxy does a request go through? The variables are those that curl and the cloud CLIs read.
import type { Agent } from "node:http";
import { CliError } from "../values/errors.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Tells the agent that leads a request through the proxy; null where it goes straight. Loads what it needs only where
 * a variable names a proxy, and makes one agent a scheme, so that connections are used again.
 * @throws CliError `usage` when the proxy's address is none.
 */
export function proxyFor(env: Env): (url: URL) => Promise<Agent | null> {
  const agents = new Map<string, Promise<Agent>>();
  return async (url) => {
    const proxy = addressFor(url, env);
    if (proxy === "" || (await isExempt(url))) return null;
    const known = agents.get(url.protocol) ?? agentOf(proxy, url.protocol === "https:");
    agents.set(url.protocol, known);
    return known;
  };
}

/** Empty when no proxy is set. Lower case wins, as in curl; an empty variable is none, and `host:port` is http. */
function addressFor({ protocol }: URL, env: Env): string {
  const read = (name: string): string => env[name.toLowerCase()] || env[name] || "";
  const proxy = read(protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY") || read("ALL_PROXY");
  return proxy === "" || proxy.includes("://") ? proxy : `http://${proxy}`;
}

async function isExempt(url: URL): Promise<boolean> {
  const { getProxyForUrl } = await import("proxy-from-env");
  return getProxyForUrl(url.href) === "";
}

async function agentOf(address: string, secure: boolean): Promise<Agent> {
  const scheme = /^[a-z0-9+]+(?=:)/i.exec(address)?.[0].toLowerCase() ?? "";
  try {
    const proxy = new URL(address);
    const options = { keepAlive: true };
    if (scheme.startsWith("socks")) {
      const { SocksProxyAgent } = await import("socks-proxy-agent");
      return new SocksProxyAgent(proxy, options);
    }
    if (scheme !== "http" && scheme !== "https") throw new Error("Not a proxy's scheme.");
    // Over plain http a proxy is asked for the whole address, over https for a tunnel.
    if (!secure) return new (await import("http-proxy-agent")).HttpProxyAgent(proxy, options);
    return new (await import("https-proxy-agent")).HttpsProxyAgent(proxy, options);
  } catch {
    // The address may hold a password, so neither it nor the library's message is shown.
    throw new CliError("usage", "The proxy's address can't be used.", {
      hint: "Set HTTPS_PROXY to an address such as http://proxy.example.com:3128, or unset it.",
    });
  }
}
