// A strict fetch for tests: each request must be the next one in the script, and none may be left over.
import { expect } from "vitest";
import { parseImage } from "../../src/values/image.ts";
import { type BasicCredential, Secret } from "../../src/values/secret.ts";

export interface Step {
  /** `GET https://host/path?query` */
  readonly request: string;
  /** The Authorization header that must come with it; none when left out. */
  readonly authorization?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly fails?: unknown;
}

export function script(steps: readonly Step[]): { fetch: typeof globalThis.fetch; done: () => void } {
  const left = [...steps];
  // The pull check takes whatever fetch throws for a network error, so it is all compared at the end.
  const seen: unknown[] = [];
  const expected: unknown[] = [];
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const step = left.shift();
    seen.push({
      request: `${init.method} ${decodeURIComponent(String(input))}`,
      authorization: new Headers(init.headers).get("authorization"),
      redirect: init.redirect,
      limited: init.signal instanceof AbortSignal,
    });
    expected.push({
      request: step?.request ?? "no more requests",
      authorization: step?.authorization ?? null,
      redirect: "manual",
      limited: true,
    });
    if (step?.fails !== undefined) throw step.fails;
    const { status = 200, body, headers = {} } = step ?? {};
    const text = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
    const type = { "content-type": "application/vnd.oci.image.index.v1+json" };
    return new Response(init.method === "HEAD" ? null : text, { status, headers: { ...type, ...headers } });
  };
  const done = () => {
    expect(seen).toEqual(expected);
    expect(left).toEqual([]);
  };
  return { fetch, done };
}

export const target = (image: string, apiHost?: string) => {
  const parsed = parseImage(image);
  return { image: parsed, apiHost: apiHost ?? parsed.host };
};

export const credential = (username: string, password: string): BasicCredential => ({
  kind: "basic",
  username,
  password: new Secret(password),
  expiresAt: null,
});

/** The header of a user and password. */
export const basicOf = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

export const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

/** An index for these platforms; its manifests are named by the digit of their position. */
export const indexOf = (...platforms: readonly string[]) => ({
  schemaVersion: 2,
  manifests: platforms.map((platform, at) => {
    const [os, architecture] = platform.split("/");
    return { digest: digest(String(at)), platform: { os, architecture } };
  }),
});

export const manifestOf = (config: number, ...layers: readonly number[]) => ({
  schemaVersion: 2,
  config: { digest: digest("c"), size: config },
  layers: layers.map((size) => ({ digest: digest("d"), size })),
});
