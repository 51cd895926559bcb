// A registry on this machine's loopback interface, for tests and the demo: it serves manifests, not layers.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Content, type RegistryImage, storeImage } from "./registry-images.ts";

export type { RegistryImage } from "./registry-images.ts";

export interface RegistryOptions {
  readonly auth: "basic" | "bearer" | "none";
  /** user → password */
  readonly users?: Readonly<Record<string, string>>;
  readonly images: readonly RegistryImage[];
  /** Repositories that no user may read. */
  readonly deny?: readonly string[];
  /** Users whose password was right once; refused in ECR's words. */
  readonly expired?: readonly string[];
  /** Answers 429 to every manifest. */
  readonly rateLimited?: boolean;
  /** Whether tags may be listed; they may unless said. */
  readonly listsTags?: boolean;
  /** Blobs are kept elsewhere: they are redirected so many times, to another port's name of this server. */
  readonly blobRedirects?: number;
  /** Replaces the realm in the challenge. */
  readonly realm?: string;
  /** Milliseconds before each answer. */
  readonly delayMs?: number;
}

/** A request as it came in. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly host: string;
  readonly authorization: string | null;
  readonly accept: string | null;
}

export interface TestRegistry {
  /** `localhost:PORT` */
  readonly host: string;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

/** Starts a registry on a free port. */
export async function startRegistry(options: RegistryOptions): Promise<TestRegistry> {
  const requests: RecordedRequest[] = [];
  const contents = new Map(options.images.map((image) => [image, storeImage(image)]));
  const tokens = new Map<string, { readonly user: string | null; readonly scope: string }>();
  const server = createServer((request, response) => {
    requests.push({
      method: request.method ?? "",
      path: request.url ?? "",
      host: request.headers.host ?? "",
      authorization: request.headers.authorization ?? null,
      accept: request.headers.accept ?? null,
    });
    const state = { options, contents, tokens, host };
    setTimeout(() => send(response, answer(state, request)), options.delayMs ?? 0);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { host, requests, close };
}

interface State {
  readonly options: RegistryOptions;
  readonly contents: ReadonlyMap<RegistryImage, ReadonlyMap<string, Content>>;
  readonly tokens: Map<string, { readonly user: string | null; readonly scope: string }>;
  readonly host: string;
}

function answer(state: State, request: IncomingMessage): Answer {
  const url = new URL(request.url ?? "/", `http://${state.host}`);
  const authorization = request.headers.authorization ?? null;
  if (url.pathname === "/token") return grantToken(state, url, authorization);
  if (url.pathname.startsWith("/storage/")) return serveBlob(state, url.pathname);
  const [, repository = "", kind = "", reference = ""] =
    /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(url.pathname) ?? [];
  const refusal = refuse(state, repository, authorization);
  if (refusal !== null) return refusal;
  if (url.pathname === "/v2/") return { status: 200, body: "{}" };
  if (kind === "manifests") return serveManifest(state, repository, reference);
  if (kind === "blobs") return serveBlob(state, url.pathname);
  if (kind === "tags") return listTags(state, repository);
  return failure(404, "UNSUPPORTED", "no such route");
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function send(response: ServerResponse, { status, headers = {}, body = "" }: Answer): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "docker-distribution-api-version": "registry/2.0",
    ...headers,
    "content-length": String(Buffer.byteLength(body)),
  });
  // Node leaves the body of an answer to HEAD out by itself.
  response.end(body);
}

const failure = (status: number, code: string, message: string, headers = {}): Answer => ({
  status,
  headers,
  body: JSON.stringify({ errors: [{ code, message }] }),
});

/** Null when the request may go on. */
function refuse(state: State, repository: string, authorization: string | null): Answer | null {
  const { options } = state;
  if (options.auth === "none") return null;
  const open = options.images.some((image) => image.repository === repository && image.public === true);
  if (options.auth === "basic" && open) return null;
  const realm = options.realm ?? `http://${state.host}/${options.auth === "basic" ? "" : "token"}`;
  const scheme = options.auth === "basic" ? "Basic" : "Bearer";
  const challenge = `${scheme} realm="${realm}",service="test registry, the first"`;
  const unauthorized = (more = "") =>
    failure(401, "UNAUTHORIZED", "authentication required", { "www-authenticate": challenge + more });
  if (authorization === null) return unauthorized();
  if (options.auth === "bearer") {
    const token = state.tokens.get(authorization.replace(/^Bearer /, ""));
    if (token === undefined) return unauthorized(',error="invalid_token"');
    if (repository !== "" && token.scope !== `repository:${repository}:pull`)
      return unauthorized(',error="insufficient_scope"');
    return null;
  }
  const user = userOf(options, authorization);
  if (user === "expired")
    return failure(403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
  if (user === null) return unauthorized();
  if (options.deny?.includes(repository))
    return failure(403, "DENIED", "requested access to the resource is denied");
  return null;
}

function userOf(options: RegistryOptions, authorization: string): { name: string } | "expired" | null {
  const decoded = Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString("utf8");
  const [name = ""] = decoded.split(":");
  if (options.expired?.includes(name)) return "expired";
  const password = options.users?.[name];
  return password !== undefined && decoded === `${name}:${password}` ? { name } : null;
}

/** As on Docker Hub: whoever signs in gets a token; what it is good for is another question. */
function grantToken(state: State, url: URL, authorization: string | null): Answer {
  const { options, tokens } = state;
  const user = authorization === null ? null : userOf(options, authorization);
  if (user === "expired") return failure(401, "UNAUTHORIZED", "token expired");
  if (authorization !== null && user === null)
    return failure(401, "UNAUTHORIZED", "incorrect username or password");
  const scope = url.searchParams.get("scope") ?? "";
  const repository = scope.split(":")[1] ?? "";
  const open = options.images.some((image) => image.repository === repository && image.public === true);
  const allowed = open || (user !== null && !options.deny?.includes(repository));
  const token = randomUUID();
  tokens.set(token, { user: user?.name ?? null, scope: allowed ? scope : "" });
  return { status: 200, body: JSON.stringify({ token, expires_in: 300 }) };
}

function serveManifest(state: State, repository: string, reference: string): Answer {
  const { options, contents } = state;
  if (options.rateLimited) return failure(429, "TOOMANYREQUESTS", "slow down", { "retry-after": "60" });
  const images = options.images.filter((image) => image.repository === repository);
  if (images.length === 0) return failure(404, "NAME_UNKNOWN", "repository not known");
  for (const image of images) {
    const stored = contents.get(image);
    const content = stored?.get(image.tag === reference ? "" : reference);
    if (content === undefined) continue;
    const headers = { "content-type": content.type, "docker-content-digest": content.digest };
    return { status: 200, headers, body: content.body };
  }
  return failure(404, "MANIFEST_UNKNOWN", "manifest unknown");
}

/** `/v2/REPOSITORY/blobs/DIGEST`, or `/storage/HOPS/DIGEST` where a redirect leads. */
function serveBlob(state: State, path: string): Answer {
  const digest = path.split("/").at(-1) ?? "";
  const [, hops] = /^\/storage\/(\d+)\//.exec(path) ?? [];
  const left = hops === undefined ? (state.options.blobRedirects ?? 0) : Number(hops);
  if (left > 0) {
    const elsewhere = state.host.replace("localhost", "127.0.0.1");
    return {
      status: 307,
      headers: { location: `http://${elsewhere}/storage/${left - 1}/${digest}` },
    };
  }
  const content = [...state.contents.values()].map((stored) => stored.get(digest)).find((found) => found);
  if (content === undefined) return failure(404, "BLOB_UNKNOWN", "blob unknown");
  return { status: 200, headers: { "content-type": content.type }, body: content.body };
}

function listTags(state: State, repository: string): Answer {
  const tags = state.options.images.filter((image) => image.repository === repository).map(({ tag }) => tag);
  if (state.options.listsTags === false) return failure(403, "DENIED", "not allowed");
  if (tags.length === 0) return failure(404, "NAME_UNKNOWN", "repository not known");
  return { status: 200, body: JSON.stringify({ name: repository, tags }) };
}
