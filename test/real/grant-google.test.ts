// Does the real gcloud make what a grant says, whatever is there before? A stand-in on loopback is Google.
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { carryOut } from "../../src/grant/carry-out.ts";
import { grantFor } from "../../src/grant/grant-for.ts";
import { planLines } from "../../src/grant/plan-lines.ts";
import { readGrant } from "../../src/grant/read-grant.ts";
import { shellScript } from "../../src/grant/shell-script.ts";
import type { Grant, Wanted } from "../../src/grant/types.ts";
import type { MethodId } from "../../src/registries/types.ts";
import { Secret } from "../../src/values/secret.ts";
import { isGranted } from "../grant/grants.ts";
import { type GoogleCloud, startGoogleCloud } from "../support/google-cloud.ts";
import { goal, grantWorld, type Shim, wanted } from "./support/grant.ts";
import { program, run } from "./support/programs.ts";
import { temporaryFolder } from "./support/project.ts";

// Each gcloud takes seconds to start, and a plan is ten of them.
vi.setConfig({ testTimeout: 240_000 });

const project = "my-project";
const none = new Secret("");
const denied =
  "ERROR: (gcloud) PERMISSION_DENIED: Permission 'iam.workloadIdentityPoolProviders.create' denied on resource";
const repository = `projects/${project}/locations/us-west2/repositories/models`;
const account = `projects/${project}/serviceAccounts/baseten-pull-models@${project}.iam.gserviceaccount.com`;
const pool = `projects/${project}/locations/global/workloadIdentityPools/baseten-wgeyxoq`;

let cloud: GoogleCloud;
let env: Record<string, string>;
beforeEach(async () => {
  cloud = await startGoogleCloud(project, "123456789", repository);
  const home = await temporaryFolder();
  await mkdir(join(home, "gcloud"));
  await writeFile(join(home, "token"), "ya29.not-a-real-token\n");
  const url = `${cloud.url}/`;
  env = {
    PATH: [dirname(program("GCLOUD")), "/usr/bin", "/bin"].join(delimiter),
    HOME: home,
    CLOUDSDK_CONFIG: join(home, "gcloud"),
    CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: join(home, "token"),
    CLOUDSDK_CORE_DISABLE_PROMPTS: "1",
    CLOUDSDK_API_ENDPOINT_OVERRIDES_IAM: url,
    CLOUDSDK_API_ENDPOINT_OVERRIDES_ARTIFACTREGISTRY: url,
    CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDRESOURCEMANAGER: url,
  };
});
afterEach(() => cloud.stop());

function grant(id: MethodId, more: Wanted = {}, host = "us-west2-docker.pkg.dev"): Grant {
  const image = host === "gcr.io" ? `gcr.io/${project}/whisper:3` : `${host}/${project}/models/whisper:3`;
  const made = grantFor(goal(image, id), { ...wanted, ...more });
  if (made === null) throw new Error(`There is no grant for ${id}`);
  return made;
}

async function create(which: Grant, shim?: Shim) {
  const world = grantWorld(env, shim);
  const plan = await readGrant(which, world);
  return { lines: planLines(plan), ...(await carryOut(plan, world)) };
}

/** Everything in the cloud that a grant makes. */
const everything = () => ({
  things: Object.fromEntries(cloud.things),
  bindings: Object.fromEntries([...cloud.policies].map(([name, policy]) => [name, policy.bindings])),
});

test("nothing there: made in order, read back, and a second run changes nothing", async () => {
  const first = await create(grant("oidc"));
  expect(first.lines).toMatchInlineSnapshot(`
    [
      "  Google Cloud my-project",
      " +  service account  baseten-pull-models         may pull, and nothing else",
      " +  identity pool    baseten-wgeyxoq             for team Default",
      " +  provider         baseten                     image builds only",
      " +  permission       act as baseten-pull-models  for the pool baseten-wgeyxoq",
      " +  permission       pull models                 us-west2",
    ]
  `);
  expect(first.items.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "service-account made",
    "identity-pool made",
    "pool-provider made",
    "impersonation made",
    "permission made",
  ]);
  expect(first.open).toEqual([]);
  expect(first.readBack.values).toEqual({
    gcpServiceAccount: `baseten-pull-models@${project}.iam.gserviceaccount.com`,
    workloadIdentityProvider:
      "projects/123456789/locations/global/workloadIdentityPools/baseten-wgeyxoq/providers/baseten",
  });
  const made = everything();
  expect(made).toMatchInlineSnapshot(`
    {
      "bindings": {
        "projects/my-project/locations/us-west2/repositories/models": [
          {
            "members": [
              "serviceAccount:baseten-pull-models@my-project.iam.gserviceaccount.com",
            ],
            "role": "roles/artifactregistry.reader",
          },
        ],
        "projects/my-project/serviceAccounts/baseten-pull-models@my-project.iam.gserviceaccount.com": [
          {
            "members": [
              "principalSet://iam.googleapis.com/projects/123456789/locations/global/workloadIdentityPools/baseten-wgeyxoq/*",
            ],
            "role": "roles/iam.workloadIdentityUser",
          },
        ],
      },
      "things": {
        "projects/my-project": {
          "lifecycleState": "ACTIVE",
          "projectId": "my-project",
          "projectNumber": "123456789",
        },
        "projects/my-project/locations/global/workloadIdentityPools/baseten-wgeyxoq": {
          "description": "created-by=create-registry-auth",
          "disabled": false,
          "displayName": "Baseten",
          "name": "projects/my-project/locations/global/workloadIdentityPools/baseten-wgeyxoq",
          "state": "ACTIVE",
        },
        "projects/my-project/locations/global/workloadIdentityPools/baseten-wgeyxoq/providers/baseten": {
          "attributeCondition": "google.subject.startsWith('v=1:org=PJAd5Q0:team=wgeyxoq:') && google.subject.endsWith(':type=model_build')",
          "attributeMapping": {
            "google.subject": "assertion.sub",
          },
          "disabled": false,
          "name": "projects/my-project/locations/global/workloadIdentityPools/baseten-wgeyxoq/providers/baseten",
          "oidc": {
            "allowedAudiences": [
              "oidc.baseten.co",
            ],
            "issuerUri": "https://oidc.baseten.co",
          },
          "state": "ACTIVE",
        },
        "projects/my-project/locations/us-west2/repositories/models": {
          "format": "DOCKER",
          "name": "projects/my-project/locations/us-west2/repositories/models",
        },
        "projects/my-project/serviceAccounts/baseten-pull-models@my-project.iam.gserviceaccount.com": {
          "description": "Lets Baseten pull a base image; created-by=create-registry-auth",
          "displayName": "Baseten image pull",
          "email": "baseten-pull-models@my-project.iam.gserviceaccount.com",
          "name": "projects/my-project/serviceAccounts/baseten-pull-models@my-project.iam.gserviceaccount.com",
          "projectId": "my-project",
          "uniqueId": "1",
        },
      },
    }
  `);
  const second = await create(grant("oidc"));
  expect(second.items.every(({ state }) => state === "there")).toBe(true);
  expect(everything()).toEqual(made);
});

test("a deleted pool comes back, and a provider without audience and condition is mended", async () => {
  await create(grant("oidc"));
  cloud.put(pool, { ...cloud.things.get(pool), state: "DELETED" });
  const provider = `${pool}/providers/baseten`;
  cloud.put(provider, {
    name: provider,
    state: "ACTIVE",
    oidc: { issuerUri: "https://oidc.baseten.co" },
    attributeMapping: { "google.subject": "assertion.sub" },
  });
  const { lines, items, open } = await create(grant("oidc"));
  expect(lines.slice(2, 4)).toMatchInlineSnapshot(`
    [
      " ~  identity pool    baseten-wgeyxoq             was deleted",
      " ~  provider         baseten                     lacks the audience oidc.baseten.co, has no condition, so all of Baseten gets in",
    ]
  `);
  expect(items.map(({ state }) => state)).toEqual(["there", "mended", "mended", "there", "there"]);
  expect(open).toEqual([]);
});

test.each([
  ["of another issuer", { oidc: { issuerUri: "https://example.com" } }, "of another issuer"],
  [
    "for another team",
    {
      oidc: { issuerUri: "https://oidc.baseten.co", allowedAudiences: ["oidc.baseten.co"] },
      attributeCondition: "google.subject.startsWith('v=1:org=PJAd5Q0:team=other:')",
    },
    "is for another team (other)",
  ],
])("a provider %s is left alone, and nothing is made", async (_, provider, why) => {
  const name = `${pool}/providers/baseten`;
  cloud.put(pool, { name: pool, state: "ACTIVE" });
  cloud.put(name, { name, state: "ACTIVE", ...provider });
  const before = everything();
  await expect(create(grant("oidc"))).rejects.toThrow(why);
  expect(everything()).toEqual(before);
});

test("a service account of that name that somebody else made is left alone", async () => {
  cloud.put(account, { name: account, email: "x", description: "ours for years" });
  await expect(create(grant("service-account"))).rejects.toThrow("already that this tool didn't make");
});

test("stopped after the pool, a second run goes on from there", async () => {
  const failing: Shim = async ({ args }) =>
    args.includes("create-oidc") ? { status: "failed", exitCode: 1, stdout: none, stderr: denied } : null;
  await expect(create(grant("oidc"), failing)).rejects.toMatchObject({
    code: "access-denied",
    message: "Google denies you iam.workloadIdentityPoolProviders.create.",
    hint: expect.stringContaining("identity pool baseten-wgeyxoq (made)"),
  });
  const { items, open } = await create(grant("oidc"));
  expect(items.map(({ state }) => state)).toEqual(["there", "there", "made", "made", "made"]);
  expect(open).toEqual([]);
});

test("a key is printed and never lies in a file; each run makes another, up to ten", async () => {
  const { items, credential } = await create(grant("service-account"));
  expect(items.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "service-account made",
    "permission made",
    "service-account-key made",
  ]);
  if (credential?.kind !== "service-account-key") throw new Error("No key was made.");
  expect(JSON.parse(credential.json.reveal())).toMatchObject({
    type: "service_account",
    project_id: project,
  });
  for (let count = 2; count <= 10; count += 1) cloud.put(`${account}/keys/${count}`, { name: `k/${count}` });
  await expect(create(grant("service-account"))).rejects.toThrow("has ten keys already");
});

test("a policy of the organization that forbids keys has its own words", async () => {
  cloud.refuse(`POST /v1/${account}/keys`, 400, "Key creation is not allowed on this service account.");
  await expect(create(grant("service-account"))).rejects.toMatchObject({
    message: expect.stringContaining("iam.disableServiceAccountKeyCreation"),
    hint: expect.stringContaining("--method oidc"),
  });
});

test("gcr.io takes the reader of the whole project", async () => {
  const { open } = await create(grant("service-account", {}, "gcr.io"));
  expect(open).toEqual([]);
  expect(JSON.stringify(cloud.policies.get(`projects/${project}`))).toContain(
    "roles/artifactregistry.reader",
  );
});

test.each<MethodId>([
  "oidc",
  "service-account",
])("the shell script for %s makes what create makes, and may run twice", async (id) => {
  const which = grant(id);
  const file = join(await temporaryFolder(), "grant.sh");
  await writeFile(file, shellScript(which));
  for (const _ of [1, 2]) {
    const { code, stderr } = await run("bash", [file], { env });
    expect({ code, stderr }).toMatchObject({ code: 0 });
  }
  const keyless = { ...which, resources: which.resources.filter(({ gives }) => gives === undefined) };
  expect(isGranted(await readGrant(keyless, grantWorld(env)))).toBe(true);
});
