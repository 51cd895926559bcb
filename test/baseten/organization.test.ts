// Are the ids that a cloud's trust names found: by Baseten's GraphQL, else by truss, else not at all?
import { afterEach, describe, expect, test } from "vitest";
import {
  findAssumeRole,
  findOrganization,
  readAssumeRole,
  readOidcTable,
} from "../../src/baseten/organization.ts";
import { appBaseOf } from "../../src/baseten/remote.ts";
import { Secret } from "../../src/values/secret.ts";
import { type StandIn, type StandInOrganization, startBaseten } from "../support/baseten.ts";
import type { CommandStub } from "../support/fake-exec.ts";
import { fakeWorld } from "../support/world.ts";

let server: StandIn | null = null;
afterEach(() => server?.close());

async function connected(organization?: StandInOrganization, key = "k") {
  server = await startBaseten({ apiKey: "k", ...(organization === undefined ? {} : { organization }) });
  const connection = {
    apiBase: server.url,
    authorization: "Api-Key",
    key: new Secret(key),
    source: "a test",
  } as const;
  return connection;
}
const world = (...commands: readonly CommandStub[]) => ({ ...fakeWorld({ commands }), fetch });

const table = `Acme\\ada@example.com

                    OIDC Configuration for Workload Identity
╭──────────────────────┬──────────────────────────────────────────────────────────╮
│ Org ID               │ PJAd5Q0                                                  │
│ Teams                │ wgeyxoq (Default Team), abc123 (ML, and (more))          │
│ Issuer               │ https://oidc.baseten.co                                  │
╰──────────────────────┴──────────────────────────────────────────────────────────╯
`;

describe("the organization", () => {
  test("by GraphQL, with the key in hand", async () => {
    const connection = await connected({ id: "PJAd5Q0" });
    expect(await findOrganization(connection, world())).toEqual({ id: "PJAd5Q0", teams: [] });
    expect(server?.requests).toMatchObject([
      { method: "POST", path: "/graphql/", authorization: "Api-Key k" },
    ]);
  });

  test("by truss, where the key isn't known to Baseten", async () => {
    const connection = await connected({ id: "PJAd5Q0" }, "wrong");
    const here = world({ when: "truss whoami --show-oidc", reply: { stdout: table } });
    expect(await findOrganization(connection, here)).toMatchObject({ id: "PJAd5Q0" });
    expect(here.ran[0]?.env).toMatchObject({ COLUMNS: "500" });
  });

  test("by truss about the remote, where there is no key", async () => {
    const here = world({ when: "truss whoami --show-oidc --remote staging", reply: { stdout: table } });
    expect(await findOrganization(null, here, "staging")).toEqual({
      id: "PJAd5Q0",
      teams: [
        { id: "wgeyxoq", name: "Default Team" },
        { id: "abc123", name: "ML, and (more)" },
      ],
    });
  });

  test.each(["missing", "timeout", { stderr: "No remote" }] as const)("by nobody: %o", async (reply) => {
    expect(await findOrganization(null, world({ when: "truss", reply }))).toBeNull();
  });
});

describe("Baseten's own role", () => {
  const organization = {
    id: "O",
    aws_customer_access_role_arn: "arn:aws:iam::337139236424:role/baseten-customer-access",
    aws_external_id: "baseten-2fdd8a01",
  };
  const facts = { roleArn: organization.aws_customer_access_role_arn, externalId: "baseten-2fdd8a01" };

  test("by GraphQL", async () => {
    expect(await findAssumeRole(await connected(organization), world())).toEqual(facts);
  });

  test("an organization that doesn't have it is told what to do", async () => {
    await expect(findAssumeRole(await connected(), world())).rejects.toMatchObject({
      message: "Baseten hasn't enabled AWS AssumeRole for your organization.",
      hint: expect.stringContaining("--method oidc"),
    });
    const reply = { stderr: "Error: AWS AssumeRole is not enabled for this organization; contact us." };
    await expect(findAssumeRole(null, world({ when: "truss", reply }))).rejects.toMatchObject({
      code: "access-denied",
    });
  });

  test("by truss", async () => {
    const stdout = `Acme\\ada\n\nBaseten Role ARN: ${facts.roleArn}\nAWS External ID: ${facts.externalId}\n`;
    expect(await findAssumeRole(null, world({ when: "truss", reply: { stdout } }))).toEqual(facts);
  });
});

test.each(["", "Acme\\ada", "│ Org │ x │"])("no table, no facts: %j", (text) => {
  expect(readOidcTable(text)).toBeNull();
  expect(readAssumeRole(text)).toBeNull();
});

test("an organization without teams", () => {
  expect(readOidcTable("│ Org ID │ O │\n│ Teams │ [ ] │\n")).toEqual({ id: "O", teams: [] });
});

test.each([
  ["https://api.baseten.co", "https://app.baseten.co"],
  ["https://api.mc-dev.baseten.co", "https://app.dev.baseten.co"],
  ["https://api.example.com", "https://app.example.com"],
  ["http://127.0.0.1:4711", "http://127.0.0.1:4711"],
])("GraphQL of %s is at %s", (api, app) => expect(appBaseOf(api)).toBe(app));
