// Does Truss load the Python that is printed, in a Chain and in a training job, for every mechanism?
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { findAll } from "../../src/check/findings/index.ts";
import { readArgs } from "../../src/command-line/args.ts";
import { setup } from "../../src/setup/setup.ts";
import { fakeWorld } from "../support/world.ts";
import { output, program } from "./support/programs.ts";
import { type Recipe, recipes } from "./support/recipes.ts";

const script = fileURLToPath(new URL("truss_python.py", import.meta.url));

interface Loaded {
  readonly image: string;
  readonly dockerAuth: object | null;
  readonly secrets?: readonly string[];
  readonly config?: string;
  readonly error?: string;
}

const starts = { chain: "import truss_chains\n", training: "import truss_train\n" } as const;
type Kind = keyof typeof starts;

/** What the tool prints for a recipe. */
async function printed(kind: Kind, { image, flags }: Recipe): Promise<string> {
  const world = fakeWorld({ files: { "/project/main.py": starts[kind] } });
  const line = `--image ${image} ${flags} --store none --no-verify --yes --json`;
  const invocation = readArgs(line.split(" "), "0.0.0");
  if (invocation.kind !== "setup") throw new Error("These flags set nothing up.");
  const { document } = await setup(invocation.options, world);
  return (document as { readonly python: string }).python;
}

async function load(kind: Kind): Promise<readonly Loaded[]> {
  const texts = await Promise.all(recipes.map((recipe) => printed(kind, recipe)));
  const input = JSON.stringify(texts.map((text) => ({ kind, text })));
  const python = program("TRUSS_PYTHON");
  // Truss formats what it generates with a program beside its Python.
  const env = { HOME: "/nonexistent", PATH: `${dirname(python)}:/usr/bin:/bin` };
  return JSON.parse(await output(python, [script], { env, input }));
}

/** As Truss tells it; the names of AWS's secrets are filled in whatever the method. */
const names = {
  aws_access_key_id_secret_name: "aws_access_key_id",
  aws_secret_access_key_secret_name: "aws_secret_access_key",
};

test("a Chain", async () => {
  const loaded = await load("chain");
  expect(loaded.map(({ config: _, ...rest }) => rest)).toEqual(
    recipes.map(({ image, dockerAuth, secrets }) => ({
      image,
      dockerAuth: dockerAuth === null ? null : { ...names, ...dockerAuth },
      secrets,
    })),
  );
  // The secrets of a generated config.yaml have Truss's own dummy for a value.
  for (const { config = "" } of loaded) {
    expect(config).toContain("'***'");
    const { findings } = findAll({ shown: "config.yaml", bytes: Buffer.from(config) });
    expect(findings.filter(({ path }) => path[0] === "secrets")).toEqual([]);
  }
});

const ref = (name: string) => ({ name });
const role = "arn:aws:iam::123456789012:role/baseten-ecr-access";
const assumed = { role_arn: role, region: "us-east-1" };
/** Written out by hand, in the order of the recipes. */
const forms = {
  iam: {
    aws_iam_docker_auth: {
      access_key_secret_ref: ref("ecr_key_id"),
      secret_access_key_secret_ref: ref("ecr_key"),
    },
  },
  "aws oidc": { aws_oidc_docker_auth: assumed },
  "assume role": { aws_assume_role_docker_auth: assumed },
  "service account": {
    gcp_service_account_json_docker_auth: { service_account_json_secret_ref: ref("gcp-service-account") },
  },
  "google oidc": {
    gcp_oidc_docker_auth: {
      service_account: "sa@project.iam.gserviceaccount.com",
      workload_identity_provider: "projects/42/locations/global/workloadIdentityPools/pool/providers/baseten",
    },
  },
  token: { registry_secret_docker_auth: { secret_ref: ref("training_registry_docker.io") } },
};

test("a training job", async () => {
  expect(recipes.map(({ name }) => name)).toEqual(Object.keys(forms));
  const expected = recipes.map(({ name, image, dockerAuth }) => ({
    image,
    dockerAuth: {
      auth_method: dockerAuth?.auth_method ?? "REGISTRY_SECRET",
      registry: dockerAuth?.registry ?? "docker.io",
      ...forms[name as keyof typeof forms],
    },
  }));
  expect(await load("training")).toEqual(expected);
});
