// Servers that repeat in their answers what they were sent: Baseten's API, and a registry.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What Baseten's API does: all as usual, a refusal with everything repeated, a redirect that has it all in its address. */
export type BasetenMode = "ok" | "redirect" | "page" | 400 | 401 | 403 | 404;
/** A registry lets the user in, or denies and repeats. */
export type RegistryMode = "ok" | "denies" | "page";

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly headers: string;
  readonly body: string;
}

export interface EchoServer {
  readonly host: string;
  readonly seen: readonly Seen[];
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

async function serve(answer: (seen: Seen) => Answer): Promise<EchoServer> {
  const all: Seen[] = [];
  const server = createServer(async (request, response) => {
    const seen = await read(request);
    all.push(seen);
    const { status, headers = {}, body } = answer(seen);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    host: `localhost:${(server.address() as AddressInfo).port}`,
    seen: all,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Seen> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  const { authorization = "", ...headers } = request.headers;
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    authorization,
    headers: JSON.stringify(headers),
    body,
  };
}

/** Everything that came, as it came and decoded. */
const repeated = ({ authorization, body }: Seen): string =>
  `${authorization} ${Buffer.from(authorization.replace(/^\w+ /, ""), "base64").toString("latin1")} ${body}`;

export const startEchoBaseten = (mode: BasetenMode): Promise<EchoServer> =>
  serve((seen) => {
    if (mode === "redirect")
      return { status: 307, headers: { location: `/v1/x?${encodeURIComponent(repeated(seen))}` }, body: {} };
    if (mode === "page")
      return { status: 200, headers: { "content-type": "text/html" }, body: `<p>${repeated(seen)}` };
    if (mode !== "ok") return { status: mode, body: { message: `Bad: ${repeated(seen)}` } };
    if (seen.method === "POST")
      return {
        status: 200,
        body: { name: JSON.parse(seen.body).name, team_name: "Default", created_at: null },
      };
    if (seen.path === "/v1/teams")
      return { status: 200, body: { teams: [{ id: "t1", name: "Default", default: true }] } };
    return { status: 200, body: { secrets: [] } };
  });

const manifestType = "application/vnd.oci.image.manifest.v1+json";

export const startEchoRegistry = (mode: RegistryMode): Promise<EchoServer> =>
  serve((seen) => {
    if (mode === "page")
      return { status: 200, headers: { "content-type": "text/html" }, body: `<p>${repeated(seen)}` };
    if (seen.path === "/v2/" || seen.authorization === "")
      return { status: 401, headers: { "www-authenticate": 'Basic realm="r"' }, body: {} };
    if (mode === "denies")
      return {
        status: 403,
        headers: { "x-why": encodeURIComponent(repeated(seen)) },
        body: { errors: [{ code: "DENIED", message: `No: ${repeated(seen)}`, detail: repeated(seen) }] },
      };
    const body = { schemaVersion: 2, mediaType: manifestType, config: {}, layers: [] };
    return { status: 200, headers: { "content-type": manifestType }, body };
  });
