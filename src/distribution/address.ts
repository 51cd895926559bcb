// May a credential be sent to this address? Pure: names aren't resolved, only literal addresses are judged.
import { BlockList, isIP } from "node:net";

const privateNetworks = new BlockList();
// https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 counterpart.
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  privateNetworks.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  privateNetworks.addSubnet(network, bits, "ipv6");

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

function listed(list: BlockList, hostname: string): boolean {
  const address = hostname.replace(/^\[(.*)\]$/, "$1");
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
}

/** Whether a URL's hostname is this machine: `localhost`, 127.0.0.0/8 or `[::1]`. */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || listed(loopback, hostname);

const isPrivate = (hostname: string): boolean =>
  /(?:^|\.)localhost\.?$/.test(hostname) || listed(privateNetworks, hostname);

/** Where a registry's API is: http on this machine, https everywhere else. Null when it is no host. */
export function registryUrl(apiHost: string): URL | null {
  const url = parse(`https://${apiHost}`);
  if (url === null || url.pathname !== "/") return null;
  if (!isLoopback(url.hostname)) return url;
  return parse(`http://${apiHost}`);
}

/**
 * Judges an address that a registry sent: a token service or the place of a blob.
 * It must be https and no private address, so that a registry can't aim requests at the user's own network.
 * A loopback registry may use its own machine, without https, and any private address with it.
 * The registry's own hostname is always fine: the user named it.
 * @returns the URL, or what is wrong with it.
 */
export function judgeAddress(
  address: string,
  registry: URL,
): URL | { readonly problem: "malformed" | "not-https" | "private-address"; readonly realm: string } {
  const url = parse(address);
  if (url === null || url.username !== "" || url.password !== "") return { problem: "malformed", realm: "" };
  const local = isLoopback(registry.hostname);
  const plain = url.protocol === "http:" && local && isLoopback(url.hostname);
  if (url.protocol !== "https:" && !plain) return { problem: "not-https", realm: url.host };
  if (isPrivate(url.hostname) && !local && url.hostname !== registry.hostname)
    return { problem: "private-address", realm: url.host };
  return url;
}

const parse = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

type Env = Readonly<Record<string, string | undefined>>;

/** Whether the usual variables send https requests to this host (port allowed) through a proxy. */
export function isProxied(host: string, env: Env): boolean {
  const read = (name: string): string => env[name.toLowerCase()] || env[name] || "";
  if (read("HTTPS_PROXY") === "" && read("ALL_PROXY") === "") return false;
  const name = host.replace(/:\d+$/, "");
  return !read("NO_PROXY")
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .map((entry) => entry.replace(/:\d+$/, "").replace(/^\*?\.?/, ""))
    .some((entry) => entry === "" || name === entry || name.endsWith(`.${entry}`));
}
