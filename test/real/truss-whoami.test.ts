// Does Truss ask Baseten for the ids as we do, and does it print them as we read them?
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  assumeRoleQuery,
  organizationQuery,
  readAssumeRole,
  readOidcTable,
  trussWhoami,
} from "../../src/baseten/organization.ts";
import { createExec } from "../../src/world/exec.ts";
import { type StandIn, startBaseten } from "../support/baseten.ts";
import { program } from "./support/programs.ts";
import { temporaryFolder } from "./support/project.ts";

let server: StandIn;
beforeAll(async () => {
  server = await startBaseten({
    apiKey: "k",
    teams: [
      { id: "wgeyxoq", name: "Default Team", default: true },
      { id: "abc123", name: "ML, and (more)" },
    ],
    organization: {
      id: "PJAd5Q0",
      aws_customer_access_role_arn: "arn:aws:iam::337139236424:role/baseten-customer-access",
      aws_external_id: "baseten-2fdd8a01c4c34e6bb92a2b96fca29b70",
    },
  });
});
afterAll(() => server?.close());

/** What truss prints, and the queries that it sends, on one line each. */
async function whoami(flag: "--show-oidc" | "--show-aws-assume-role") {
  const home = await temporaryFolder();
  const rc = `[baseten]\nremote_provider = baseten\nremote_url = ${server.url}\napi_key = k\n`;
  await writeFile(join(home, ".trussrc"), rc);
  await mkdir(join(home, ".config"));
  const before = server.requests.length;
  const env = { PATH: `${dirname(program("TRUSS_PYTHON"))}:/usr/bin:/bin`, HOME: home, DO_NOT_TRACK: "1" };
  const result = await createExec({ env })({ ...trussWhoami(flag, "baseten"), timeoutMs: 55_000 });
  if (result.status !== "ok") throw new Error(`truss: ${JSON.stringify(result)}`);
  const queries = server.requests
    .slice(before)
    .filter(({ path }) => path === "/graphql/")
    .map(({ body }) => plain((body as { query: string }).query));
  return { printed: result.stdout.reveal(), queries };
}

const plain = (query: string): string => query.replace(/\s+/g, " ").trim();
const ours = ({ body }: typeof organizationQuery | typeof assumeRoleQuery): string =>
  plain(JSON.parse(body?.reveal() ?? "").query);

test("the organization and its teams", async () => {
  const { printed, queries } = await whoami("--show-oidc");
  expect(queries).toContain(ours(organizationQuery));
  expect(readOidcTable(printed)).toEqual({
    id: "PJAd5Q0",
    teams: [
      { id: "wgeyxoq", name: "Default Team" },
      { id: "abc123", name: "ML, and (more)" },
    ],
  });
});

test("Baseten's own role and the external id", async () => {
  const { printed, queries } = await whoami("--show-aws-assume-role");
  expect(queries).toContain(ours(assumeRoleQuery));
  expect(readAssumeRole(printed)).toEqual({
    roleArn: "arn:aws:iam::337139236424:role/baseten-customer-access",
    externalId: "baseten-2fdd8a01c4c34e6bb92a2b96fca29b70",
  });
});
