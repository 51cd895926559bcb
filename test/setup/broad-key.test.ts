// Is a person's own long-lived key never taken by default, and never without a word?
import { expect, test } from "vitest";
import { awsCredentials, configOf, ecrHost, ecrImage, userArn } from "../support/samples.ts";
import { baseten, registry, runSetup } from "../support/setup-run.ts";
import {
  credentials,
  ecrRepository,
  ecrToken,
  ecrTokenConfig,
  env,
  goAhead,
  iamConfig,
  iamNames,
  keyOwner,
  method,
  ownKey,
} from "./scenes.ts";

const files = { [credentials]: awsCredentials("prod") };
const start = { env, config: configOf(ecrImage), files };

test("--yes takes the token, though a key is there", async () => {
  const run = await runSetup(["--yes"], {
    ...start,
    commands: [ecrToken],
    requests: [...registry(ecrRepository), ...baseten([`DOCKER_REGISTRY_${ecrHost}`])],
  });
  expect(run.document).toMatchObject({ method: "token", identity: "profile prod", warnings: [] });
  expect(run.config).toBe(ecrTokenConfig);
});

test("--method iam takes the key, and warns in the text and in the JSON", async () => {
  const run = await runSetup(["--yes", "--method", "iam"], {
    ...start,
    commands: [ecrToken],
    requests: [...registry(ecrRepository), ...baseten(iamNames)],
  });
  const message = "The key of profile prod: Baseten and the model could do whatever the key's owner may.";
  expect(run.document).toMatchObject({
    method: "iam",
    identity: "profile prod",
    warnings: [{ code: "broad-key", message }],
  });
  expect(run.said).toContain(`  ! ${message}`);
  expect(run.config).toBe(iamConfig);
});

test("another method leads back to that question, past the one for stored names", async () => {
  const run = await runSetup([], {
    ...start,
    commands: [keyOwner, { ...ecrToken, when: ecrToken.when }],
    requests: [
      ...registry(ecrRepository),
      ...baseten([], { existing: iamNames }),
      ...baseten([`DOCKER_REGISTRY_${ecrHost}`], { existing: iamNames }),
    ],
    answers: [
      method("IAM access key"),
      { expect: "What is to become of them?", pick: "Replace" },
      ownKey("Another method"),
      method("12-hour token"),
      goAhead,
    ],
  });
  expect(run.said).toContain(`! ${userArn}: Baseten and the model could do whatever ada may.`);
  expect(run.config).toBe(ecrTokenConfig);
});
