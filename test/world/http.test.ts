// Does a request take the way the user's proxy variables ask for?
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFetch } from "../../src/world/http.ts";

let target: string;
let proxy: string;
let throughProxy: string[] = [];
const servers: Server[] = [];

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    servers.push(server);
    server.listen(0, "127.0.0.1", () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

beforeAll(async () => {
  target = await listen(
    createServer((request, response) => {
      if (request.url === "/slow") return;
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
    server.closeAllConnections();
    server.close();
  }
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
    const response = await createFetch(env(proxy))(`http://${target}/`);
    expect(response.status).toBe(200);
    expect(["target", "forwarded"]).toContain(await response.text());
    expect(throughProxy.length > 0).toBe(proxied);
  });

  test("an https request asks the proxy for a tunnel", async () => {
    throughProxy = [];
    const fetch = createFetch({ HTTPS_PROXY: `http://${proxy}` });
    // The target speaks no TLS; that the tunnel was asked for is enough.
    await expect(fetch(`https://${target}/`)).rejects.toThrow();
    expect(throughProxy).toEqual([`CONNECT ${target}`]);
  });

  test("an address that is none is a usage error, which doesn't repeat it", async () => {
    const failure = await createFetch({ HTTPS_PROXY: "gopher://me:s3cret@x" })(`https://${target}/`).catch(
      (error) => error,
    );
    expect(failure).toMatchObject({ code: "usage" });
    expect(JSON.stringify(failure) + String(failure.stack)).not.toContain("s3cret");
  });

  test.each<[string, (proxy: string) => Record<string, string>]>([
    ["Node's fetch", () => ({})],
    ["undici's", (address) => ({ HTTP_PROXY: address, NO_PROXY: "*" })],
  ])("redirects are left to the caller: %s", async (_, env) => {
    const response = await createFetch(env(proxy))(`http://${target}/moved`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([307, "/"]);
  });

  test("a signal interrupts; the request's own only aborts", async () => {
    const stop = new AbortController();
    const fetch = createFetch({}, stop.signal);
    await expect(fetch(`http://${target}/slow`, { signal: AbortSignal.timeout(30) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
    setTimeout(() => stop.abort(), 30);
    await expect(fetch(`http://${target}/slow`)).rejects.toMatchObject({ code: "interrupted" });
  });
});
