// Does a request take the way the user's proxy variables ask for?
import { createServer, type Server } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createSocketServer,
  type Server as SocketServer,
} from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Fetched } from "../../src/values/network.ts";
import { createFetch } from "../../src/world/http.ts";

let target: string;
let proxy: string;
let throughProxy: string[] = [];
const servers: (Server | SocketServer)[] = [];

const listen = (server: Server | SocketServer): Promise<string> =>
  new Promise((resolve) => {
    servers.push(server);
    server.listen(0, "127.0.0.1", () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

beforeAll(async () => {
  target = await listen(
    createServer((request, response) => {
      if (request.url === "/slow") return;
      if (request.url === "/endless") return void response.write("begun");
      if (request.url === "/seen")
        return void response.end(JSON.stringify([request.method, request.headers]));
      if (request.url === "/gzip") response.setHeader("content-encoding", "gzip");
      if (request.url === "/gzip") return void response.end(gzipSync("pressed"));
      response.setHeader("www-authenticate", ["Basic", "Bearer"]);
      if (request.url === "/moved") response.writeHead(307, { location: "/" });
      response.end("target");
    }),
  );
  const forward = createServer((request, response) => {
    throughProxy.push(`${request.method} ${request.url}`);
    response.end("forwarded");
  });
  forward.on("connect", (request, socket) => {
    throughProxy.push(`CONNECT ${request.url}`);
    const [host = "", port] = (request.url ?? "").split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on("error", () => {});
  });
  proxy = await listen(forward);
});
afterAll(() => {
  for (const server of servers) {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  }
});

/** The library that knows NO_PROXY reads this process's own environment. */
function fetchWith(env: Readonly<Record<string, string>>, signal?: AbortSignal) {
  for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"])
    for (const one of [name, name.toLowerCase()]) vi.stubEnv(one, env[one] ?? "");
  return createFetch(process.env, signal);
}
afterEach(() => vi.unstubAllEnvs());

const textOf = ({ body }: Fetched): Promise<string> => text(body ?? Readable.from([]));

/** A SOCKS 5 proxy that leads everything to one place. https://www.rfc-editor.org/rfc/rfc1928 */
const socksTo = (place: string): SocketServer =>
  createSocketServer((socket) => {
    const [host = "", port] = place.split(":");
    socket.once("data", () => {
      socket.write(Buffer.from([5, 0]));
      socket.once("data", (asked) => {
        throughProxy.push(`SOCKS ${asked.subarray(5, 5 + (asked[4] ?? 0)).toString()}`);
        const onward = connect(Number(port), host, () => {
          socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          onward.pipe(socket).pipe(onward);
        });
        for (const end of [onward, socket]) end.on("error", () => {});
      });
    });
  });

describe("createFetch", () => {
  test.each<[string, (proxy: string) => Record<string, string>, boolean]>([
    ["no variable", () => ({}), false],
    ["empty variables", () => ({ HTTP_PROXY: "", HTTPS_PROXY: "" }), false],
    ["HTTP_PROXY", (address) => ({ HTTP_PROXY: `http://${address}` }), true],
    ["http_proxy", (address) => ({ http_proxy: `http://${address}` }), true],
    ["an address without scheme", (address) => ({ http_proxy: address }), true],
    ["ALL_PROXY", (address) => ({ ALL_PROXY: `http://${address}` }), true],
    ["HTTPS_PROXY for http", (address) => ({ HTTPS_PROXY: `http://${address}` }), false],
    ["NO_PROXY", (address) => ({ HTTP_PROXY: `http://${address}`, NO_PROXY: "127.0.0.1" }), false],
    ["no_proxy for others", (address) => ({ HTTP_PROXY: `http://${address}`, no_proxy: "ghcr.io" }), true],
    [
      "lower case wins",
      (address) => ({ http_proxy: `http://${address}`, HTTP_PROXY: "http://127.0.0.1:1" }),
      true,
    ],
  ])("%s", async (_, env, proxied) => {
    throughProxy = [];
    const response = await fetchWith(env(proxy))(`http://${target}/`);
    expect(response.status).toBe(200);
    expect(await textOf(response)).toBe(proxied ? "forwarded" : "target");
    expect(throughProxy.length > 0).toBe(proxied);
  });

  test("an https request asks the proxy for a tunnel", async () => {
    throughProxy = [];
    const fetch = fetchWith({ HTTPS_PROXY: `http://${proxy}` });
    // The target speaks no TLS; that the tunnel was asked for is enough.
    await expect(fetch(`https://${target}/`)).rejects.toThrow();
    expect(throughProxy).toEqual([`CONNECT ${target}`]);
  });

  test("an address that is none is a usage error, which doesn't repeat it", async () => {
    const failure = await fetchWith({ HTTPS_PROXY: "gopher://me:s3cret@x" })(`https://${target}/`).catch(
      (error) => error,
    );
    expect(failure).toMatchObject({ code: "usage" });
    expect(JSON.stringify(failure) + String(failure.stack)).not.toContain("s3cret");
  });

  test("a proxy's refusal is never taken for the server's answer", async () => {
    const refusing = createServer();
    refusing.on("connect", (_, socket) => {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nwww-authenticate: Bearer realm=x\r\n\r\nno");
    });
    const fetch = fetchWith({ HTTPS_PROXY: `http://me:s3cret@${await listen(refusing)}` });
    const failure = await fetch(`https://${target}/`).catch((error) => error);
    expect(failure.message).toBe("The proxy refused to connect (407).");
  });

  test("a proxy that never answers is waited for no longer than asked", async () => {
    const silent = createSocketServer((socket) => void socket.on("error", () => {}));
    const fetch = fetchWith({ HTTPS_PROXY: `http://${await listen(silent)}` });
    await expect(fetch(`https://${target}/`, { signal: AbortSignal.timeout(30) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });

  test("SOCKS, where the proxy knows the name", async () => {
    throughProxy = [];
    const fetch = fetchWith({ ALL_PROXY: `socks5h://${await listen(socksTo(target))}` });
    expect(await textOf(await fetch("http://registry.invalid/"))).toBe("target");
    expect(throughProxy).toEqual(["SOCKS registry.invalid"]);
  });

  test.each(["GET", "HEAD"])("redirects are left to the caller: %s", async (method) => {
    const { status, headers } = await fetchWith({})(`http://${target}/moved`, { method });
    expect([status, headers.get("location"), headers.get("www-authenticate")]).toEqual([
      307,
      "/",
      "Basic, Bearer",
    ]);
  });

  test("what is sent", async () => {
    const init = { method: "POST", body: '{"é":1}', headers: { "content-type": "application/json" } };
    const [method, headers] = JSON.parse(await textOf(await fetchWith({})(`http://${target}/seen`, init)));
    expect(method).toBe("POST");
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "content-length": "8",
      accept: "*/*",
      "user-agent": "create-registry-auth",
    });
  });

  test("what comes compressed is read as it was meant", async () => {
    expect(await textOf(await fetchWith({})(`http://${target}/gzip`))).toBe("pressed");
  });

  test("no connection: the system's code", async () => {
    await expect(fetchWith({})("https://127.0.0.1:1/")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(fetchWith({})(`https://${target}/`)).rejects.toHaveProperty(
      "code",
      expect.stringMatching(/^(EPROTO|ERR_SSL_\w+)$/),
    );
  });

  test("a signal interrupts; the request's own only aborts", async () => {
    const stop = new AbortController();
    const fetch = fetchWith({}, stop.signal);
    await expect(fetch(`http://${target}/slow`, { signal: AbortSignal.timeout(30) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
    const begun = await fetch(`http://${target}/endless`, { signal: AbortSignal.timeout(60) });
    await expect(textOf(begun)).rejects.toMatchObject({ name: "TimeoutError" });
    const endless = textOf(await fetch(`http://${target}/endless`));
    setTimeout(() => stop.abort(), 30);
    const ended = await Promise.allSettled([endless, fetch(`http://${target}/slow`)]);
    const interrupted = { status: "rejected", reason: { code: "interrupted" } };
    expect(ended).toMatchObject([interrupted, interrupted]);
    await expect(fetch(`http://${target}/`)).rejects.toMatchObject({ code: "interrupted" });
  });
});
