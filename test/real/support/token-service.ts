// What is a registry's token service in these tests? A small one, whose tokens the real registry accepts.
// https://distribution.github.io/distribution/spec/auth/jwt/
import { createSign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { output, program } from "./programs.ts";
import { basicAuthorization } from "./registry.ts";

const service = "registry of this test";
const issuer = "token service of this test";

/** A user's password, and what it may do by repository; `""` is who doesn't sign in. */
export type Users = Readonly<
  Record<string, { readonly password: string; readonly may: Readonly<Record<string, readonly string[]>> }>
>;

export interface TokenRequest {
  readonly service: string | null;
  readonly scope: string | null;
  readonly user: string | null;
}

export interface TokenService {
  /** In the order of arrival. */
  readonly requests: readonly TokenRequest[];
  /** Makes the registry's `auth` block; the signing key is made in the folder. */
  auth(folder: string): Promise<object>;
  /** An `Authorization` header to push with. */
  authorization(repository: string): string;
  close(): Promise<void>;
}

/** Starts it on a free loopback port. It can sign once `auth` was called. */
export async function startTokenService(users: Users): Promise<TokenService> {
  const requests: TokenRequest[] = [];
  let sign: (access: readonly object[]) => string = () => "";
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? "", "http://loopback").searchParams;
    const user = signedIn(users, request);
    requests.push({ service: asked.get("service"), scope: asked.get("scope"), user });
    const reply = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (user === null) return reply(401, { errors: [{ code: "UNAUTHORIZED", message: "no such user" }] });
    return reply(200, { token: sign(granted(users, user, asked.getAll("scope"))), expires_in: 60 });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const realm = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  return {
    requests,
    auth: async (folder) => {
      sign = await makeSigner(folder);
      return { token: { realm, service, issuer, rootcertbundle: join(folder, "certificate.pem") } };
    },
    authorization: (name) => `Bearer ${sign([{ type: "repository", name, actions: ["pull", "push"] }])}`,
    close: () => closed(server),
  };
}

/** The user's name; `""` without a credential, null for a wrong one. */
function signedIn(users: Users, { headers }: IncomingMessage): string | null {
  if (headers.authorization === undefined) return "";
  const known = Object.entries(users).find(
    ([name, { password }]) => name !== "" && headers.authorization === basicAuthorization(name, password),
  );
  return known?.[0] ?? null;
}

/** Whoever may do less than was asked gets a token for less, and learns it at the registry. */
function granted(users: Users, user: string, scopes: readonly string[]): readonly object[] {
  return scopes.map((scope) => {
    const [type, name = "", actions = ""] = scope.split(":");
    const may = users[user]?.may[name] ?? [];
    return { type, name, actions: actions.split(",").filter((action) => may.includes(action)) };
  });
}

/** Makes a key with its certificate, and signs tokens that carry the certificate. */
async function makeSigner(folder: string): Promise<(access: readonly object[]) => string> {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const make = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"];
  await output(program("OPENSSL"), [...make, "-keyout", key, "-out", certificate], { env: { HOME: folder } });
  const privateKey = await readFile(key, "utf8");
  const der = (await readFile(certificate, "utf8")).replace(/-----[^-]+-----|\s/g, "");
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return (access) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: service, sub: "", nbf: now - 10, iat: now, exp: now + 60, access };
    const signed = `${part({ typ: "JWT", alg: "RS256", x5c: [der] })}.${part(claims)}`;
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
  };
}

const closed = (server: HttpServer): Promise<void> =>
  new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
