declare module "proxy-from-env" {
  /** The proxy of a URL by this process's environment; empty for none. */
  export function getProxyForUrl(url: string): string;
}
