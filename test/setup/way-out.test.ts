// Is a failure a question with the real ways out, and does each go on from the right place?
import { describe, expect, test } from "vitest";
import {
  basicValue,
  configOf,
  ecrAnswer,
  ecrHost,
  ecrImage,
  ecrPassword,
  hubImage,
  hubSecret,
  hubToken,
  roleArn,
} from "../support/samples.ts";
import { baseten, registry, runSetup, shut, storedIn } from "../support/setup-run.ts";
import {
  credentials,
  ecrRepository,
  ecrToken,
  ecrTokenConfig,
  env,
  goAhead,
  hub,
  method,
  namesRole,
} from "./scenes.ts";

const whatNow = (pick: string) => ({ expect: "What now?", pick });
const name = `DOCKER_REGISTRY_${ecrHost}`;
const token = "aws ecr get-authorization-token --region us-east-1 --output json";
const as = (profile: string) => `${token} --profile ${profile}`;
const ssoEnded = { stderr: "Error loading SSO Token: Token for corp does not exist", exitCode: 255 };
const stored = { [name]: basicValue("AWS", ecrPassword) };
const sso = { "/home/user/.aws/config": "[profile corp]\nsso_session = x\n" };
const ecr = { env, config: configOf(ecrImage) };
const good = { stdout: ecrAnswer() };
const pulled = [...registry(ecrRepository), ...baseten([name])];

describe("a program that gives no token", () => {
  test("sign in now, and nothing is asked twice", async () => {
    const run = await runSetup([], {
      ...ecr,
      files: sso,
      commands: [
        { when: as("corp"), reply: ssoEnded },
        { when: as("corp"), reply: good },
      ],
      attended: [{ command: "aws sso login --profile corp", ok: true }],
      requests: pulled,
      answers: [method("12-hour token"), whatNow("Sign in now"), goAhead],
    });
    expect(run.said).toContain("✖ The AWS SSO session of profile corp has ended.");
    expect(run.world.screens.join("\n")).toContain("runs aws sso login --profile corp");
    expect(storedIn(run)).toEqual(stored);
  });

  test("another profile", async () => {
    const run = await runSetup(["--aws-profile", "corp"], {
      ...ecr,
      files: { ...sso, [credentials]: "[prod]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n" },
      commands: [
        { when: as("corp"), reply: ssoEnded },
        { when: as("prod"), reply: good },
      ],
      requests: pulled,
      answers: [
        method("12-hour token"),
        whatNow("Another profile"),
        { expect: "Which AWS profile?", pick: "prod" },
        goAhead,
      ],
    });
    expect(storedIn(run)).toEqual(stored);
    expect(run.said).toContain("refresh --aws-profile prod");
  });

  test("another method, and the token is no longer wanted", async () => {
    const run = await runSetup([], {
      ...ecr,
      commands: [{ when: token, reply: "missing" }],
      requests: baseten([]),
      answers: [
        method("12-hour token"),
        whatNow("Another method"),
        method("OIDC role"),
        namesRole,
        { expect: "ARN of the role", type: roleArn },
        goAhead,
      ],
    });
    expect(run.config).toContain("auth_method: AWS_OIDC");
  });

  test("nothing stands there to go on with", async () => {
    const run = await runSetup([], {
      ...ecr,
      commands: [{ when: token, reply: "missing" }],
      requests: baseten([]),
      answers: [method("12-hour token"), whatNow("Stop")],
    });
    expect(run.error).toMatchObject({
      code: "cli-missing",
      message: "Stopped. Nothing was stored or written.",
    });
    expect(run.world.screens.join("\n")).not.toContain("Go on anyway");
  });
});

/** A registry that knows the credential, and lists these tags, but not the one wanted. */
const tags = (...names: readonly string[]) => {
  const [door, auth] = registry(ecrRepository);
  const at = `https://${ecrHost}/v2/team/whisper`;
  const missing = { status: 404, json: { errors: [{ code: "MANIFEST_UNKNOWN" }] } };
  return [
    door as NonNullable<typeof door>,
    { when: `HEAD ${at}/manifests/4`, reply: missing },
    { when: `GET ${at}/manifests/4`, reply: missing },
    { when: `GET ${at}/tags/list?n=1000`, reply: { json: { name: "team/whisper", tags: names } } },
  ].filter((stub) => stub !== auth);
};

describe("an image that isn't there", () => {
  const wrong = ecrImage.replace(":3", ":4");
  const start = { env, config: configOf(wrong), commands: [ecrToken, ecrToken] };

  test("a tag that is there", async () => {
    const run = await runSetup([], {
      ...start,
      requests: [...tags("3"), ...pulled],
      answers: [method("12-hour token"), whatNow("Use tag 3"), goAhead],
    });
    expect(run.said).toContain("team/whisper has no tag 4. Tags that exist: 3.");
    expect(run.config).toBe(ecrTokenConfig);
    expect(storedIn(run)).toEqual(stored);
  });

  test("another image", async () => {
    const run = await runSetup([], {
      ...start,
      requests: [...tags("2"), ...pulled],
      answers: [
        method("12-hour token"),
        whatNow("Another image"),
        { expect: wrong, keys: ["backspace"], type: "" },
        { expect: wrong.slice(0, -1), type: "3" },
        goAhead,
      ],
    });
    expect(run.config).toBe(ecrTokenConfig);
  });
});

describe("a host that isn't there", () => {
  const host = "registry.invalid";
  const start = { env, config: configOf(`${host}/team/app:1`) };
  const gone = new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) });
  const nobody = { when: `GET https://${host}/v2/`, reply: gone };
  const typed = [
    { expect: "? User", type: "ada" },
    { expect: "Password", type: hubToken },
  ];

  test("is asked about before anything is typed", async () => {
    const run = await runSetup([], {
      ...start,
      requests: [nobody],
      answers: [whatNow("Stop")],
    });
    expect(run.error).toMatchObject({ code: "pull-denied" });
    expect(run.events.filter((event) => event === "write" || event.startsWith("POST"))).toEqual([]);
  });

  test("and gone on with, it doesn't look like success", async () => {
    const run = await runSetup([], {
      ...start,
      requests: [nobody, nobody, ...baseten([`DOCKER_REGISTRY_${host}`])],
      answers: [whatNow("Go on anyway"), ...typed, goAhead],
    });
    expect(run.said).toContain("! The pull is not proved: registry.invalid can't be reached");
  });
});

test("a refused token: typed again, and its user is kept", async () => {
  const run = await runSetup([], {
    env,
    config: configOf(hubImage),
    requests: [...shut(hub), ...registry({ ...hub, refuses: 1 }), ...baseten([hubSecret])],
    answers: [
      { expect: "Docker Hub user", type: "ada" },
      { expect: "Docker Hub access token", type: "dckr_pat_revoked" },
      whatNow("Type a token"),
      { expect: "Docker Hub access token, for ada", type: hubToken },
      goAhead,
    ],
  });
  expect(storedIn(run)).toEqual({ [hubSecret]: basicValue("ada", hubToken) });
});
