// Does the wizard set Google's registries up in every way?
import { describe, expect, test } from "vitest";
import {
  basicValue,
  configOf,
  gcrImage,
  googleAnswer,
  googleHost,
  googleImage,
  googleToken,
  jsonKey,
  provider,
  serviceAccount,
} from "../support/samples.ts";
import { baseten, registry, runSetup, storedIn } from "../support/setup-run.ts";
import { env, goAhead, google, method, namesAccount, withSecret } from "./scenes.ts";

describe("Artifact Registry and Container Registry", () => {
  const keyConfig = `model_name: whisper # ours
base_image:
  image: ${googleImage}
  docker_auth:
    auth_method: GCP_SERVICE_ACCOUNT_JSON
    secret_name: gcp-service-account
    registry: ${googleHost}
secrets:
  hf_access_token: null
  gcp-service-account: null
`;
  const jsonKeyAsked = { expect: "Path of the JSON key, or the JSON itself" };
  const byKey = { ...google, user: "_json_key", password: jsonKey };

  test("a service account's key in a file; a wrong path is asked again", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(googleImage),
      files: { "/home/user/key.json": `${jsonKey}\n`, "/project/other.json": '{"type":"authorized_user"}' },
      requests: [...registry(byKey), ...baseten(["gcp-service-account"])],
      answers: [
        method("Service account key"),
        { expect: "Which service account's key?", pick: "A JSON key that I have" },
        { ...jsonKeyAsked, type: "nowhere.json" },
        { expect: "There is no nowhere.json.", keys: Array.from("nowhere.json", () => "backspace") },
        { ...jsonKeyAsked, type: "other.json" },
        { expect: "authorized_user", keys: Array.from("other.json", () => "backspace") },
        { ...jsonKeyAsked, type: "'/home/user/key.json' " },
        goAhead,
      ],
    });
    expect(run.world.screens.filter((screen) => screen.startsWith("✔")).join("\n")).not.toMatch(
      /nowhere|other/,
    );
    expect(run.said).toContain(`  credential   ${serviceAccount} · key 1a2b3c4d · from ~/key.json`);
    expect(run.document).toMatchObject({ identity: `${serviceAccount} · key 1a2b3c4d` });
    expect(run.config).toBe(keyConfig);
    expect(storedIn(run)).toEqual({ "gcp-service-account": jsonKey });
  });

  test("Esc at the plan asks for the key again, whose path is in the line, and nothing before it", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(googleImage),
      files: { "/home/user/key.json": `${jsonKey}\n` },
      requests: [...registry(byKey), ...registry(byKey), ...baseten(["gcp-service-account"])],
      answers: [
        method("Service account key"),
        { expect: "Which service account's key?", pick: "A JSON key that I have" },
        { ...jsonKeyAsked, type: "/home/user/key.json" },
        { expect: /\(Y\/n\)/, keys: ["escape"] },
        { expect: /Path of the JSON key, or the JSON itself .*key\.json/ },
        goAhead,
      ],
    });
    expect(run.config).toBe(keyConfig);
  });

  test("a service account's key that is a folder is asked again", async () => {
    const run = await runSetup(["--store", "none"], {
      config: configOf(googleImage),
      files: { "/project/key.json": jsonKey },
      requests: registry(byKey),
      answers: [
        method("Service account key"),
        { expect: "Which service account's key?", pick: "A JSON key that I have" },
        { ...jsonKeyAsked, type: "." },
        { expect: "can't be read", keys: ["backspace"] },
        { ...jsonKeyAsked, type: "key.json" },
        goAhead,
        { expect: "Its value?", pick: "Done" },
      ],
    });
    expect(run.config).toBe(keyConfig);
  });

  test("a pasted service account's key", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(googleImage),
      requests: [...registry(byKey), ...baseten(["gcp-service-account"])],
      answers: [
        method("Service account key"),
        { expect: "Which service account's key?", pick: "A JSON key that I have" },
        { ...jsonKeyAsked, type: `${jsonKey}\n`, keys: [] },
        goAhead,
      ],
    });
    expect(storedIn(run)).toEqual({ "gcp-service-account": jsonKey });
    expect(run.config).toBe(keyConfig);
  });

  test("OIDC", async () => {
    const run = await runSetup([], {
      config: configOf(googleImage),
      answers: [
        method("OIDC service account"),
        namesAccount,
        { expect: "E-mail of the service account", type: serviceAccount },
        { expect: "workload identity provider", type: provider },
        goAhead,
      ],
    });
    expect(run.config).toContain(`  docker_auth:
    auth_method: GCP_OIDC
    gcp_oidc_service_account: ${serviceAccount}
    gcp_oidc_workload_id_provider: ${provider}
    registry: ${googleHost}
`);
  });

  test("OIDC by a service account that reads the repository already", async () => {
    const bindings = [
      { role: "roles/artifactregistry.writer", members: ["serviceAccount:ci@x.iam.gserviceaccount.com"] },
      { role: "roles/artifactregistry.reader", members: [`serviceAccount:${serviceAccount}`] },
    ];
    const run = await runSetup([], {
      config: configOf(googleImage),
      commands: [
        {
          when: "gcloud artifacts repositories get-iam-policy models --location=us-west2 --project=my-project",
          reply: { stdout: JSON.stringify({ bindings }) },
        },
      ],
      answers: [
        method("OIDC service account"),
        {
          expect:
            /❯ Make one[\s\S]*puller@my-project\.iam\.gserviceaccount\.com +reads the repository[\s\S]*ci@x\S+ +reads and writes the repository[\s\S]*Name another/,
          pick: serviceAccount,
        },
        { expect: "workload identity provider", type: provider },
        goAhead,
      ],
    });
    expect(run.config).toContain(`gcp_oidc_service_account: ${serviceAccount}`);
    expect(run.config).toContain(`gcp_oidc_workload_id_provider: ${provider}`);
  });

  test("who may not look at the repository's readers is told, and offered to name one first", async () => {
    const stderr =
      "PERMISSION_DENIED: Permission 'artifactregistry.repositories.getIamPolicy' denied on resource";
    const run = await runSetup([], {
      config: configOf(googleImage),
      commands: [{ when: "gcloud artifacts repositories get-iam-policy", reply: { stderr, exitCode: 1 } }],
      answers: [
        method("OIDC service account"),
        { expect: /❯ Name another[\s\S]*Print shell commands[\s\S]*Make one/, keys: ["ctrl+c"] },
      ],
    });
    expect(run.said).toContain("! Google denies you artifactregistry.repositories.getIamPolicy.");
  });

  test.each([
    ["Artifact Registry", googleImage, googleHost, "my-project/models/whisper"],
    ["Container Registry", gcrImage, "gcr.io", "my-project/whisper"],
  ])("a token for %s", async (_, image, apiHost, repository) => {
    const run = await runSetup([], {
      env,
      config: configOf(image),
      commands: [{ when: "gcloud config config-helper", reply: { stdout: googleAnswer } }],
      requests: [
        ...registry({
          apiHost,
          repository,
          user: "oauth2accesstoken",
          password: googleToken,
          realm: `https://${apiHost}/v2/token`,
        }),
        ...baseten([`DOCKER_REGISTRY_${apiHost}`]),
      ],
      answers: [method("1-hour token"), goAhead],
    });
    expect(run.config).toBe(withSecret(image, `DOCKER_REGISTRY_${apiHost}`));
    expect(storedIn(run)).toEqual({
      [`DOCKER_REGISTRY_${apiHost}`]: basicValue("oauth2accesstoken", googleToken),
    });
    expect(run.said).toContain("Token        expires in 1 h 0 m");
  });
});
