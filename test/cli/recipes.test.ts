// Does the built bin do every recipe by flags, and tell no secret on the way?
import { describe, expect, test } from "vitest";
import { type MachineOptions, noNetwork, type RunOptions } from "../support/bin.ts";
import {
  aws,
  awsKey,
  basetenWith,
  dockerAuth,
  expectNoSecret,
  gcloud,
  hubLogin,
  once,
  plus,
  reach,
} from "../support/bin-run.ts";
import {
  awsCredentials,
  basicValue,
  configOf,
  ecrHost,
  ecrImage,
  ecrPassword,
  gcrImage,
  googleHost,
  googleImage,
  googleToken,
  hubImage,
  hubSecret,
  hubToken,
  jsonKey,
  keyId,
  keySecret,
  provider,
  roleArn,
  serviceAccount,
} from "../support/samples.ts";

interface Recipe {
  readonly name: string;
  readonly args: readonly string[];
  readonly on: MachineOptions & RunOptions & { readonly config: string };
  readonly after: string;
  readonly stored: Readonly<Record<string, string>>;
  readonly calls?: readonly string[];
}

const recipes: readonly Recipe[] = [
  {
    name: "ECR, key of a profile",
    args: ["--method", "iam", "--aws-profile", "prod"],
    on: {
      config: configOf(ecrImage),
      home: { ".aws/credentials": awsCredentials("prod", "dev") },
      programs: { aws },
    },
    after: dockerAuth(
      ecrImage,
      ["auth_method: AWS_IAM", `registry: ${ecrHost}`],
      ["aws_access_key_id", "aws_secret_access_key"],
    ),
    stored: { aws_access_key_id: keyId, aws_secret_access_key: keySecret },
    calls: ["aws ecr get-authorization-token --region us-east-1 --output json"],
  },
  {
    name: "ECR, key of the environment, names of one's own",
    args: [
      "--method=iam",
      "--access-key-id-secret=ecr_id",
      "--secret-access-key-secret=ecr_key",
      "--no-verify",
    ],
    on: { config: configOf(ecrImage), env: awsKey },
    after: dockerAuth(
      ecrImage,
      [
        "auth_method: AWS_IAM",
        `registry: ${ecrHost}`,
        "aws_access_key_id_secret_name: ecr_id",
        "aws_secret_access_key_secret_name: ecr_key",
      ],
      ["ecr_id", "ecr_key"],
    ),
    stored: { ecr_id: keyId, ecr_key: keySecret },
  },
  {
    name: "ECR, OIDC",
    args: ["--aws-role-arn", roleArn],
    on: { config: configOf(ecrImage) },
    after: dockerAuth(ecrImage, [
      "auth_method: AWS_OIDC",
      `aws_oidc_role_arn: ${roleArn}`,
      "aws_oidc_region: us-east-1",
      `registry: ${ecrHost}`,
    ]),
    stored: {},
  },
  {
    name: "ECR, token",
    args: ["--method", "token", "--aws-profile", "prod"],
    on: { config: configOf(ecrImage), programs: { aws } },
    after: plus(ecrImage, `DOCKER_REGISTRY_${ecrHost}`),
    stored: { [`DOCKER_REGISTRY_${ecrHost}`]: basicValue("AWS", ecrPassword) },
    calls: ["aws ecr get-authorization-token --region us-east-1 --output json --profile prod"],
  },
  {
    name: "ECR, token on stdin",
    args: ["--password-stdin"],
    on: { config: configOf(ecrImage), input: `${ecrPassword}\n` },
    after: plus(ecrImage, `DOCKER_REGISTRY_${ecrHost}`),
    stored: { [`DOCKER_REGISTRY_${ecrHost}`]: basicValue("AWS", ecrPassword) },
  },
  ...(["key.json", "-"] as const).map((file) => ({
    name: `Artifact Registry, key in ${file}`,
    args: ["--service-account-key", file, "--secret-name", "puller"],
    on: { config: configOf(googleImage), project: { "key.json": `${jsonKey}\n` }, input: `${jsonKey}\n` },
    after: dockerAuth(
      googleImage,
      ["auth_method: GCP_SERVICE_ACCOUNT_JSON", "secret_name: puller", `registry: ${googleHost}`],
      ["puller"],
    ),
    stored: { puller: jsonKey },
  })),
  {
    name: "Artifact Registry, OIDC",
    args: ["--gcp-service-account", serviceAccount, "--workload-identity-provider", provider],
    on: { config: configOf(googleImage) },
    after: dockerAuth(googleImage, [
      "auth_method: GCP_OIDC",
      `gcp_oidc_service_account: ${serviceAccount}`,
      `gcp_oidc_workload_id_provider: ${provider}`,
      `registry: ${googleHost}`,
    ]),
    stored: {},
  },
  ...(
    [
      ["Artifact Registry", googleImage, googleHost],
      ["Container Registry", gcrImage, "gcr.io"],
    ] as const
  ).map(([title, image, host]) => ({
    name: `${title}, token`,
    args: ["--method", "token"],
    on: { config: configOf(image), programs: { gcloud } },
    after: plus(image, `DOCKER_REGISTRY_${host}`),
    stored: { [`DOCKER_REGISTRY_${host}`]: basicValue("oauth2accesstoken", googleToken) },
    calls: ["gcloud config config-helper --format=json(credential)"],
  })),
  {
    name: "Artifact Registry, another account's token",
    args: ["--method", "token", "--impersonate-service-account", serviceAccount],
    on: {
      config: configOf(googleImage),
      programs: { gcloud: { when: "auth print-access-token", stdout: `${googleToken}\n` } },
    },
    after: plus(googleImage, `DOCKER_REGISTRY_${googleHost}`),
    stored: { [`DOCKER_REGISTRY_${googleHost}`]: basicValue("oauth2accesstoken", googleToken) },
    calls: [`gcloud auth print-access-token --impersonate-service-account=${serviceAccount}`],
  },
  {
    name: "Docker Hub, token on stdin",
    args: ["--username", "ada", "--password-stdin"],
    on: { config: configOf(hubImage), input: `${hubToken}\n` },
    after: plus(hubImage, hubSecret),
    stored: { [hubSecret]: basicValue("ada", hubToken) },
  },
  {
    name: "Docker Hub, what docker login stored",
    args: ["--from-docker"],
    on: {
      config: configOf(hubImage),
      home: { ".docker/config.json": '{"credsStore":"x"}' },
      programs: { "docker-credential-x": { when: "get", stdout: JSON.stringify(hubLogin) } },
    },
    after: plus(hubImage, hubSecret),
    stored: { [hubSecret]: basicValue("ada", hubToken) },
    calls: ["docker-credential-x get"],
  },
];

describe("every recipe by flags", () => {
  test.concurrent.each(recipes)("$name", async ({ args, on: options, after, stored, calls = [] }) => {
    const baseten = await basetenWith();
    const run = await once([...args], {
      ...options,
      env: { ...options.env, ...noNetwork, ...reach(baseten) },
    });
    expect(run.stderr).not.toContain("✖");
    expect(run).toMatchObject({ code: 0, stdout: "" });
    expect(run.config).toBe(after);
    expect(run.calls).toEqual(calls);
    // Who the organization is may be asked, by POST too.
    const sent = baseten.requests
      .filter(({ method, path }) => method === "POST" && path !== "/graphql/")
      .map(({ body }) => body);
    expect(sent).toEqual(Object.entries(stored).map(([name, value]) => ({ name, value })));
    await expectNoSecret(run.on, run);

    // Once more: nothing but the secrets' values is new.
    const again = await run.on.run([...args.filter((arg) => arg !== "--no-verify"), "--yes", "--no-verify"], {
      env: { HTTPS_PROXY: "" },
      ...(options.input === undefined ? {} : { input: options.input }),
    });
    expect(again.code).toBe(0);
    expect(await run.on.config()).toBe(after);
  });
});
