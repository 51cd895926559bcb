import { expect, test } from "vitest";
import { parseChallenges } from "../../src/distribution/challenge.ts";

const bearer = (params: Record<string, string>) => ({ scheme: "bearer", params });

test.each([
  [
    "Docker Hub",
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
    [bearer({ realm: "https://auth.docker.io/token", service: "registry.docker.io" })],
  ],
  [
    "ECR",
    'Basic realm="https://123456789012.dkr.ecr.us-east-1.amazonaws.com/",service="ecr.amazonaws.com"',
    [
      {
        scheme: "basic",
        params: {
          realm: "https://123456789012.dkr.ecr.us-east-1.amazonaws.com/",
          service: "ecr.amazonaws.com",
        },
      },
    ],
  ],
  [
    "Artifact Registry",
    'Bearer realm="https://us-docker.pkg.dev/v2/token",service="us-docker.pkg.dev"',
    [bearer({ realm: "https://us-docker.pkg.dev/v2/token", service: "us-docker.pkg.dev" })],
  ],
  [
    "GHCR",
    'Bearer realm="https://ghcr.io/token",service="ghcr.io",scope="repository:user/image:pull"',
    [bearer({ realm: "https://ghcr.io/token", service: "ghcr.io", scope: "repository:user/image:pull" })],
  ],
  [
    "NGC",
    'Bearer realm="https://nvcr.io/proxy_auth",scope="repository:nvidia/cuda:pull,push"',
    [bearer({ realm: "https://nvcr.io/proxy_auth", scope: "repository:nvidia/cuda:pull,push" })],
  ],
  [
    "Quay",
    'Bearer realm="https://quay.io/v2/auth",service="quay.io"',
    [bearer({ realm: "https://quay.io/v2/auth", service: "quay.io" })],
  ],
  [
    "GitLab",
    'Bearer realm="https://gitlab.com/jwt/auth",service="container_registry"',
    [bearer({ realm: "https://gitlab.com/jwt/auth", service: "container_registry" })],
  ],
  [
    "ACR, two challenges joined as fetch does",
    'Bearer realm="https://a.azurecr.io/oauth2/token",service="a.azurecr.io", Basic realm="a.azurecr.io"',
    [
      bearer({ realm: "https://a.azurecr.io/oauth2/token", service: "a.azurecr.io" }),
      { scheme: "basic", params: { realm: "a.azurecr.io" } },
    ],
  ],
  [
    "the RFC's own example",
    'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
    [
      { scheme: "basic", params: { realm: "simple" } },
      { scheme: "newauth", params: { realm: "apps", type: "1", title: 'Login to "apps"' } },
    ],
  ],
  ["any case", 'BEARER Realm="x",SERVICE=y', [bearer({ realm: "x", service: "y" })]],
  ["space around =", 'Bearer realm = "x" ,\tservice\t=\ty', [bearer({ realm: "x", service: "y" })]],
  ["empty list elements", ' , ,Bearer , realm="x",, service=y,', [bearer({ realm: "x", service: "y" })]],
  [
    "commas and a scheme in quotes",
    'Bearer realm="a, Basic b=\\"c\\"", service=y',
    [bearer({ realm: 'a, Basic b="c"', service: "y" })],
  ],
  ["an escaped backslash", 'Bearer realm="a\\\\",service=y', [bearer({ realm: "a\\", service: "y" })]],
  [
    "token68 between others",
    'Negotiate, NTLM TlRMTVNTUAAB/+==, Basic realm="x"',
    [
      { scheme: "negotiate", params: {} },
      { scheme: "ntlm", params: {}, token68: "TlRMTVNTUAAB/+==" },
      { scheme: "basic", params: { realm: "x" } },
    ],
  ],
  ["the first of two wins", 'Bearer realm="x",realm="y"', [bearer({ realm: "x" })]],
  ["no closing quote", 'Bearer realm="x, service=y', [bearer({ realm: "x, service=y" })]],
  ["garbage before", '@@@, Bearer realm="x"', [bearer({ realm: "x" })]],
  ["a value that is none", 'Bearer realm=@, service="y"', [bearer({ service: "y" })]],
  ["a parameter without a scheme", 'realm="x", Basic', [{ scheme: "basic", params: {} }]],
  ["nothing", "", []],
])("%s", (_, header, expected) => {
  expect(parseChallenges(header)).toEqual(expected);
});

test("a member of every object is no parameter", () => {
  const [challenge] = parseChallenges('Bearer __proto__="x"');
  expect(Object.entries(challenge?.params ?? {})).toEqual([["__proto__", "x"]]);
  expect(Object.getPrototypeOf(challenge?.params)).toBe(Object.prototype);
});

test("a long header takes no long time", () => {
  const start = performance.now();
  parseChallenges(`Bearer ${"a".repeat(100_000)} ${'"\\'.repeat(50_000)}`);
  parseChallenges('Bearer realm="'.repeat(10_000) + ", =".repeat(10_000));
  expect(performance.now() - start).toBeLessThan(1000);
});
