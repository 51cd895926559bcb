// Does each kind of config need what it should, and do projects on one host share one renewal?
import { describe, expect, test } from "vitest";
import { readTruss } from "../../src/config/truss.ts";
import { gather, needOf } from "../../src/refresh/renewals.ts";
import { CliError } from "../../src/values/errors.ts";

const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const other = "210987654321.dkr.ecr.eu-west-1.amazonaws.com";
const google = "us-west2-docker.pkg.dev";

const config = (image: string, secret: string | null = `DOCKER_REGISTRY_${image.split("/")[0]}`): string =>
  `base_image:\n  image: ${image}\nsecrets: ${secret === null ? "{}" : `{ ${JSON.stringify(secret)}: null }`}\n`;

const auth = (image: string, ...lines: string[]): string =>
  `base_image:\n  image: ${image}\n  docker_auth:\n${lines.map((line) => `    ${line}\n`).join("")}`;

const needText = (text: string): string => {
  const need = needOf(readTruss(text));
  return need.kind === "rest" ? need.why : `${need.registry.id} ${need.secret}`;
};

test.each([
  ["an ECR token", config(`${ecr}/a:1`), `ecr DOCKER_REGISTRY_${ecr}`],
  ["a Google token", config(`${google}/p/r/a:1`), `artifact-registry DOCKER_REGISTRY_${google}`],
  ["gcr.io", config("gcr.io/p/a:1"), "artifact-registry DOCKER_REGISTRY_gcr.io"],
  ["ECR without its secret", config(`${ecr}/a:1`, null), "no-secret"],
  ["another host's secret", config(`${ecr}/a:1`, `DOCKER_REGISTRY_${google}`), "no-secret"],
  ["AWS_OIDC", auth(`${ecr}/a:1`, "auth_method: AWS_OIDC"), "nothing-stored"],
  ["gcp_oidc", auth(`${google}/p/r/a:1`, "auth_method: gcp_oidc"), "nothing-stored"],
  ["AWS_ASSUME_ROLE", auth(`${ecr}/a:1`, "auth_method: AWS_ASSUME_ROLE"), "nothing-stored"],
  ["an auth_method nobody knows", auth(`${ecr}/a:1`, "auth_method: AWS_MAGIC"), "long-lived"],
  [
    "REGISTRY_SECRET on ECR",
    `${auth(`${ecr}/a:1`, "auth_method: REGISTRY_SECRET", `secret_name: DOCKER_REGISTRY_${ecr}`)}secrets:\n  DOCKER_REGISTRY_${ecr}: null\n`,
    `ecr DOCKER_REGISTRY_${ecr}`,
  ],
  [
    "REGISTRY_SECRET on Google",
    `${auth(`${google}/p/r/a:1`, "auth_method: registry_secret")}secrets:\n  DOCKER_REGISTRY_${google}: null\n`,
    `artifact-registry DOCKER_REGISTRY_${google}`,
  ],
  [
    "REGISTRY_SECRET under a name of its own",
    `${auth(`${ecr}/a:1`, "auth_method: REGISTRY_SECRET", "secret_name: mine")}secrets:\n  mine: null\n`,
    "long-lived",
  ],
  ["AWS_IAM", auth(`${ecr}/a:1`, "auth_method: AWS_IAM"), "long-lived"],
  [
    "AWS_IAM beside a leftover secret",
    `${auth(`${ecr}/a:1`, "auth_method: AWS_IAM")}secrets:\n  DOCKER_REGISTRY_${ecr}: null\n`,
    "long-lived",
  ],
  ["GHCR", config("ghcr.io/a/b:1"), "long-lived"],
  ["Docker Hub", config("a/b:1", "DOCKER_REGISTRY_https://index.docker.io/v1/"), "long-lived"],
  ["ACR, whose token's age nobody can tell", config("x.azurecr.io/b:1"), "long-lived"],
  ["ECR Public", config("public.ecr.aws/a/b:1"), "public"],
  ["no image", "model_name: a\n", "no-image"],
  ["nothing", "", "no-image"],
])("%s", (_, text, need) => expect(needText(text)).toBe(need));

test("an image that is no reference is told", () => {
  expect(() => needOf(readTruss(config("https://ghcr.io/a", null)))).toThrow(
    expect.objectContaining({ code: "invalid-image" }),
  );
});

describe("gathering", () => {
  const need = (image: string) => needOf(readTruss(config(image)));
  const profiles = new Map([
    ["210987654321", "staging"],
    ["*", "prod"],
  ]);

  test("projects on one host share a renewal, proved by the first one's image", () => {
    const gathering = gather({ awsProfiles: profiles, impersonateServiceAccount: "sa@p.example" });
    const first = [
      gathering.add("a", need(`${ecr}/a:1`)),
      gathering.add("b", need(`${other}/b:1`)),
      gathering.add("c", need(`${ecr}/c:1`)),
      gathering.add("d", need(`${google}/p/r/d:1`)),
    ];
    expect(first.map((renewal) => renewal?.host ?? null)).toEqual([ecr, other, null, google]);
    const shown = gathering.renewals.map(({ host, projects, target, values }) => [
      host,
      projects.join(" "),
      target.image.text,
      values.awsProfile,
    ]);
    expect(shown).toEqual([
      [ecr, "a c", `${ecr}/a:1`, "prod"],
      [other, "b", `${other}/b:1`, "staging"],
      [google, "d", `${google}/p/r/d:1`, "prod"],
    ]);
    expect(gathering.renewals[2]?.values.impersonateServiceAccount).toBe("sa@p.example");
  });

  test("without a profile aws is left to its own rules", () => {
    const gathering = gather({ awsProfiles: new Map() });
    expect(gathering.add("a", need(`${ecr}/a:1`))?.values).toEqual({});
  });

  test("every project is read into something, in order", () => {
    const gathering = gather({ awsProfiles: new Map() });
    gathering.add("a", { kind: "rest", why: "nothing-stored" });
    gathering.fail("b", new CliError("invalid-config", "No."));
    gathering.add("c", need(`${ecr}/a:1`));
    expect(gathering.readings.map(({ project, kind }) => `${project} ${kind}`)).toEqual([
      "a rest",
      "b failed",
      "c renew",
    ]);
  });
});
