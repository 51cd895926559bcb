// Is Docker Desktop's own sign-in told from a token that was made to pull?
import { expect, test } from "vitest";
import { ownTokenWarnings } from "../../../src/programs/docker/own-token.ts";
import { Secret } from "../../../src/values/secret.ts";
import { hubToken } from "../../support/samples.ts";

test.each<[string, string, string, readonly string[]]>([
  ["Docker Desktop's own", "https://index.docker.io/v1/", "eyJhbGciOi.eyJzdWIi.c2ln", ["docker-sign-in"]],
  ["an access token", "https://index.docker.io/v1/", hubToken, []],
  ["a JWT for another registry", "registry.example.com", "eyJhbGciOi.eyJzdWIi.c2ln", []],
])("%s", (_, host, password, codes) => {
  const credential = {
    kind: "basic",
    username: "ada",
    password: new Secret(password),
    expiresAt: null,
  } as const;
  expect(ownTokenWarnings(credential, host).map(({ code }) => code)).toEqual(codes);
});
