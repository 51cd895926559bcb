// Does a request to this host go through a proxy? Then a refused connection is the proxy's.

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
