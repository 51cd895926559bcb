// Does the wizard set ECR up in every way, and what if aws fails?
import { describe, expect, test } from "vitest";
import {
  awsCredentials,
  basicValue,
  configOf,
  ecrAnswer,
  ecrHost,
  ecrImage,
  ecrPassword,
  keyId,
  keySecret,
  otherKeyId,
  roleArn,
  temporaryKeyId,
} from "../support/samples.ts";
import { baseten, registry, runSetup, storedIn } from "../support/setup-run.ts";
import {
  credentials,
  ecrRepository,
  ecrToken,
  ecrTokenConfig,
  env,
  goAhead,
  iamConfig,
  iamNames,
  iamSecrets,
  keyOwner,
  method,
  namesRole,
  ownKey,
} from "./scenes.ts";

describe("ECR", () => {
  test("an access key from the only profile", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      files: { [credentials]: awsCredentials("prod") },
      commands: [
        keyOwner,
        {
          ...ecrToken,
          reply: (command) => {
            expect(String(command.env?.AWS_ACCESS_KEY_ID)).toBe("[secret]");
            return { stdout: ecrAnswer() };
          },
        },
      ],
      requests: [...registry(ecrRepository), ...baseten(iamNames)],
      answers: [method("IAM access key"), ownKey(), goAhead],
    });
    expect(run.error).toBeNull();
    expect(run.config).toBe(iamConfig);
    expect(storedIn(run)).toEqual(iamSecrets);
    expect(run.events).toMatchInlineSnapshot(`
      [
        "GET https://api.baseten.co/v1/teams",
        "GET https://api.baseten.co/v1/teams/t1/secrets",
        "run aws sts get-caller-identity --region us-east-1 --output json",
        "run aws ecr get-authorization-token --region us-east-1 --output json",
        "GET https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/",
        "HEAD https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/team/whisper/manifests/3",
        "GET https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/team/whisper/manifests/3",
        "GET https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/team/whisper/manifests/sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "POST https://api.baseten.co/v1/teams/t1/secrets",
        "POST https://api.baseten.co/v1/teams/t1/secrets",
        "write",
      ]
    `);
    expect(run.said).toMatchInlineSnapshot(`
      "  config.yaml  123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
        registry     Amazon ECR · account 123456789012 · us-east-1
        aws          profile prod
        baseten      BASETEN_API_KEY

      ! arn:aws:iam::123456789012:user/ada: Baseten and the model could do whatever ada may.
      ✔ team/whisper:3 can be pulled (linux/amd64, 8.1 GB)

        config.yaml
          model_name: whisper # ours
          base_image:
            image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
        +   docker_auth:
        +     auth_method: AWS_IAM
        +     registry: 123456789012.dkr.ecr.us-east-1.amazonaws.com
          secrets:
            hf_access_token: null
        +   aws_access_key_id: null
        +   aws_secret_access_key: null

        Baseten      2 secrets in team Default
                     aws_access_key_id (new)
                     aws_secret_access_key (new)
        credential   arn:aws:iam::123456789012:user/ada · from profile prod
        ! arn:aws:iam::123456789012:user/ada: Baseten and the model could do whatever ada may.

      ✔ 2 secrets stored in team Default
      ✔ config.yaml written

        Next         truss push"
    `);
    expect(run.world.screens[0]).toMatchInlineSnapshot(`
      "? How should Baseten sign in to Amazon ECR?
        OIDC role        stores nothing, never expires · recommended
        IAM access key   two secrets, valid until rotated
      ❯ 12-hour token    one secret, for a quick try; \`refresh\` renews it
        Assumed role     stores nothing; Baseten has to enable it for you

        ↑↓ choose · ⏎ take · esc back"
    `);
  });

  test("an access key from the environment, under names of one's own", async () => {
    const run = await runSetup(
      ["--access-key-id-secret", "ecr_id", "--secret-access-key-secret", "ecr_key"],
      {
        env: { ...env, AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: keySecret },
        config: configOf(ecrImage),
        commands: [keyOwner, ecrToken],
        requests: [...registry(ecrRepository), ...baseten(["ecr_id", "ecr_key"])],
        answers: [ownKey("The environment's key"), goAhead],
      },
    );
    expect(storedIn(run)).toEqual({ ecr_id: keyId, ecr_key: keySecret });
    expect(run.config).toBe(`model_name: whisper # ours
base_image:
  image: ${ecrImage}
  docker_auth:
    auth_method: AWS_IAM
    registry: ${ecrHost}
    aws_access_key_id_secret_name: ecr_id
    aws_secret_access_key_secret_name: ecr_key
secrets:
  hf_access_token: null
  ecr_id: null
  ecr_key: null
`);
  });

  test("a typed access key; a temporary one is refused with why", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      commands: [ecrToken],
      requests: [...registry(ecrRepository), ...baseten(iamNames)],
      answers: [
        method("IAM access key"),
        ownKey("Type a key"),
        { expect: "Access key id", type: temporaryKeyId },
        {
          expect: "no place for the session token",
          keys: [...Array.from({ length: temporaryKeyId.length }, () => "backspace")],
        },
        { expect: "Access key id", type: otherKeyId },
        { expect: "Secret access key", type: "too short" },
        { expect: "this one has 9 characters", type: keySecret },
        goAhead,
      ],
      // An id alone opens nothing; its typist sees it.
      shown: [temporaryKeyId, otherKeyId],
    });
    expect(storedIn(run)).toEqual({ ...iamSecrets, aws_access_key_id: otherKeyId });
    expect(run.config).toBe(iamConfig);
  });

  test("several profiles with a key: asked which", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      files: { [credentials]: awsCredentials("other", "prod") },
      commands: [keyOwner, ecrToken],
      requests: [...registry(ecrRepository), ...baseten(iamNames)],
      answers: [method("IAM access key"), ownKey(), goAhead],
    });
    expect(storedIn(run)).toEqual({ ...iamSecrets, aws_access_key_id: otherKeyId });
    expect(run.config).toBe(iamConfig);
  });

  test("AWS doesn't know the key: nothing is stored or written", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      files: { [credentials]: awsCredentials("prod") },
      commands: [
        { ...keyOwner, reply: { stderr: "InvalidClientTokenId", exitCode: 254 } },
        { ...ecrToken, reply: { stderr: "UnrecognizedClientException", exitCode: 254 } },
      ],
      requests: [...baseten([])],
      answers: [method("IAM access key"), ownKey(), { expect: "What now?", pick: "Stop" }],
    });
    expect(run.said).toContain("AWS does not accept this access key.");
    expect(run.error).toMatchObject({ code: "pull-denied" });
    expect(run.config).toBe(configOf(ecrImage));
  });

  test("no aws to try the key with: said, and the job is done", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      files: { [credentials]: awsCredentials("prod") },
      commands: [
        { ...keyOwner, reply: "missing" },
        { ...ecrToken, reply: "missing" },
      ],
      requests: [...baseten(iamNames)],
      answers: [method("IAM access key"), ownKey(), goAhead],
    });
    expect(run.document).toMatchObject({
      verdict: { status: "unverifiable" },
      warnings: [{ code: "broad-key" }, { code: "key-not-tried" }],
    });
    expect(run.config).toBe(iamConfig);
  });

  test("OIDC: the role is asked for, and asked again when it is none", async () => {
    const run = await runSetup([], {
      config: configOf(ecrImage),
      answers: [
        method("OIDC role"),
        namesRole,
        { expect: "ARN of the role", type: "arn:aws:iam::1:role/x" },
        {
          expect: "A role's ARN looks like",
          keys: Array.from({ length: 21 }, () => "backspace"),
        },
        { expect: "ARN of the role", type: `${roleArn} ` },
        goAhead,
      ],
    });
    expect(run.config).toBe(`model_name: whisper # ours
base_image:
  image: ${ecrImage}
  docker_auth:
    auth_method: AWS_OIDC
    aws_oidc_role_arn: ${roleArn}
    aws_oidc_region: us-east-1
    registry: ${ecrHost}
secrets:
  hf_access_token: null
`);
    expect(run.events.filter((event) => !event.startsWith("run "))).toEqual(["write"]);
    expect(run.document).toMatchObject({ secrets: [], verdict: { status: "unverifiable" } });
  });

  test("a token", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      commands: [ecrToken],
      requests: [...registry(ecrRepository), ...baseten([`DOCKER_REGISTRY_${ecrHost}`])],
      answers: [method("12-hour token"), goAhead],
    });
    expect(run.config).toBe(ecrTokenConfig);
    expect(storedIn(run)).toEqual({ [`DOCKER_REGISTRY_${ecrHost}`]: basicValue("AWS", ecrPassword) });
    expect(run.events).toMatchInlineSnapshot(`
      [
        "run aws ecr get-authorization-token --region us-east-1 --output json",
        "run aws sts get-caller-identity --region us-east-1 --output json",
        "GET https://api.baseten.co/v1/teams",
        "GET https://api.baseten.co/v1/teams/t1/secrets",
        "GET https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/",
        "HEAD https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/team/whisper/manifests/3",
        "GET https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/team/whisper/manifests/3",
        "GET https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/team/whisper/manifests/sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "POST https://api.baseten.co/v1/teams/t1/secrets",
        "write",
      ]
    `);
    expect(run.said).toMatchInlineSnapshot(`
      "  config.yaml  123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
        registry     Amazon ECR · account 123456789012 · us-east-1
        baseten      BASETEN_API_KEY

      ✔ team/whisper:3 can be pulled (linux/amd64, 8.1 GB)

        config.yaml
            image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
          secrets:
            hf_access_token: null
        +   DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null

        Baseten      1 secret in team Default
                     DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com (new)

      ✔ 1 secret stored in team Default
      ✔ config.yaml written

        Token        expires in 12 h 0 m, at 2026-01-01 12:00
        Renew        create-registry-auth refresh
        Schedule     create-registry-auth refresh --schedule github-actions
        Next         truss push"
    `);
    expect(run.document).toMatchInlineSnapshot(`
      {
        "config": {
          "changed": true,
          "diff": "--- config.yaml
      +++ config.yaml
      @@ -3,3 +3,4 @@
         image: 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3
       secrets:
         hf_access_token: null
      +  DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com: null
      ",
          "path": "config.yaml",
        },
        "grant": [],
        "host": "123456789012.dkr.ecr.us-east-1.amazonaws.com",
        "identity": null,
        "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/whisper:3",
        "method": "token",
        "python": null,
        "registry": "ecr",
        "secrets": [
          {
            "expiresAt": "2026-01-01T12:00:00.000Z",
            "name": "DOCKER_REGISTRY_123456789012.dkr.ecr.us-east-1.amazonaws.com",
            "stored": "baseten",
            "team": "Default",
          },
        ],
        "verdict": {
          "platforms": [
            "linux/amd64",
          ],
          "reason": null,
          "status": "pulled",
        },
        "warnings": [],
      }
    `);
  });

  test("a token, with several profiles: asked which", async () => {
    const run = await runSetup([], {
      env,
      config: configOf(ecrImage),
      files: { [credentials]: awsCredentials("dev", "prod") },
      commands: [{ ...ecrToken, when: `${ecrToken.when} --profile prod` }],
      requests: [...registry(ecrRepository), ...baseten([`DOCKER_REGISTRY_${ecrHost}`])],
      answers: [method("12-hour token"), { expect: "Which AWS profile?", pick: "prod" }, goAhead],
    });
    expect(run.config).toBe(ecrTokenConfig);
  });

  test("a public image: said, and nothing is changed", async () => {
    const run = await runSetup([], { config: configOf("public.ecr.aws/nginx/nginx:1"), answers: [] });
    expect(run.said).toContain("Images on ECR Public can be pulled by anyone. Nothing to set up.");
    expect(run.events).toEqual([]);
    expect(run.document).toMatchObject({
      config: { changed: false },
      warnings: [{ code: "public-image" }],
    });
  });
});

describe("a CLI that gives no token", () => {
  const start = {
    env,
    config: configOf(ecrImage),
    files: { [credentials]: awsCredentials("prod") },
  };
  const expired = {
    ...ecrToken,
    reply: { stderr: "Error when retrieving token: Token has expired and refresh failed", exitCode: 255 },
  };
  const again = { expect: "What now?" };

  test("signed out, then signed in: tried again, nothing asked twice", async () => {
    const run = await runSetup([], {
      ...start,
      commands: [expired, ecrToken],
      requests: [...registry(ecrRepository), ...baseten([`DOCKER_REGISTRY_${ecrHost}`])],
      answers: [method("12-hour token"), { ...again, pick: "Try again" }, goAhead],
    });
    expect(run.said).toContain("The AWS SSO session of profile prod has ended.");
    expect(run.said).toContain("aws sso login --profile prod");
    expect(run.config).toBe(ecrTokenConfig);
  });

  test("missing: the token is typed", async () => {
    const run = await runSetup([], {
      ...start,
      commands: [{ ...ecrToken, reply: "missing" }],
      requests: [...registry(ecrRepository), ...baseten([`DOCKER_REGISTRY_${ecrHost}`])],
      answers: [
        method("12-hour token"),
        { ...again, pick: "Type a token" },
        { expect: "Password printed by aws", type: ecrPassword },
        goAhead,
      ],
    });
    expect(run.said).toContain("The AWS CLI is not installed");
    expect(storedIn(run)).toEqual({ [`DOCKER_REGISTRY_${ecrHost}`]: basicValue("AWS", ecrPassword) });
  });

  test("stopped: its failure, and nothing is stored or written", async () => {
    const run = await runSetup([], {
      ...start,
      commands: [expired],
      requests: baseten([]),
      answers: [method("12-hour token"), { ...again, pick: "Stop" }],
    });
    expect(run.error).toMatchObject({ code: "not-signed-in" });
    expect(run.config).toBe(configOf(ecrImage));
  });
});
