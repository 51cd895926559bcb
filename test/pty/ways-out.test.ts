// Is a failure found before the plan, and does "What now?" offer what helps?
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { answer, choose, goAhead, method, plan } from "./acts.ts";
import { type Cast, configOf, dockerLogin, ecrHost, hubToken, images, startCast } from "./cast.ts";
import { baseten, type Stage, type StageOptions, setStage } from "./stage.ts";
import type { Terminal } from "./terminal.ts";

let cast: Cast;
let stage: Stage;

beforeAll(async () => {
  cast = await startCast();
});
afterAll(() => cast?.close());
afterEach(() => stage?.close());

/** A home with ada's key in `prod`, and an SSO profile that nobody has signed in to. */
const sso = `[profile corp]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Pull
region = us-east-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
`;

async function withAws(image: string, more: Pick<StageOptions, "files" | "env" | "programs"> = {}) {
  const aws = cast.aws("prod");
  stage = await setStage({
    ...cast.stage,
    files: { ...aws.files, "truss/config.yaml": configOf(image), ...more.files },
    programs: { ...aws.programs, ...more.programs },
    env: { ...aws.env, ...more.env },
  });
}

/** Nothing has been stored or written when a failure is told. */
async function untouched(image: string): Promise<void> {
  expect(stage.stored()).toEqual([]);
  expect(await stage.read("truss/config.yaml")).toBe(configOf(image));
}

const doneWell = async (terminal: Terminal): Promise<string> => {
  await goAhead(terminal);
  const end = await terminal.end();
  expect(end).toMatch(/Next +truss push$/);
  expect(await terminal.exitCode()).toBe(0);
  return end;
};

describe.each([80, 120])("at %d columns", (columns) => {
  test("a wrong password is typed again, and the user is kept", async () => {
    stage = await setStage({ ...cast.stage, files: { "truss/config.yaml": configOf(images.hub) } });
    const terminal = await stage.open({ columns });
    await answer(terminal, /Docker Hub user, or organization/, "ada");
    await answer(terminal, /Docker Hub access token/, "dckr_pat_wrong");
    await terminal.shows(/What now\?/);
    await untouched(images.hub);
    await terminal.pick("Type a token");
    await answer(terminal, /^\? Docker Hub access token, for ada/m, hubToken);
    await doneWell(terminal);
    // User, token, way out, token, plan.
    expect(await terminal.questions()).toBe(5);
  });

  test("an unknown profile: another one is offered", async () => {
    await withAws(images.ecr, { env: { AWS_PROFILE: "nope" } });
    const terminal = await stage.open({ columns });
    await method(terminal, "12-hour token");
    await choose(terminal, /What now\?/, "Another profile");
    await untouched(images.ecr);
    await choose(terminal, /Which AWS profile\?/, "prod");
    expect(await doneWell(terminal)).toMatch(/refresh --aws-profile prod/);
  });

  test("an SSO session that has ended: signed in from here", async () => {
    const { aws = "" } = cast.aws("prod").programs;
    // The browser's part is played: whoever signs in as corp is ada.
    const signIn = `if [ "$1 $2" = "sso login" ]; then echo "Signed in: $*" >&2; : >"$HOME/signed-in"; exit 0; fi
if [ -f "$HOME/signed-in" ]; then set -- $(echo "$@" | sed s/corp/prod/); fi
${aws}`;
    await withAws(images.ecr, {
      files: { ".aws/config": sso },
      env: { AWS_PROFILE: "corp" },
      programs: { aws: signIn },
    });
    const terminal = await stage.open({ columns });
    await method(terminal, "12-hour token");
    const shown = await terminal.shows(/What now\?/);
    expect(shown).toMatch(/Sign in now +runs aws sso login --profile corp/);
    expect(shown).toMatch(/Another profile +prod/);
    await untouched(images.ecr);
    await terminal.pick("Sign in now");
    await terminal.shows(/Signed in: sso login --profile corp/);
    await doneWell(terminal);
  });

  test("a tag that isn't there: those that are", async () => {
    const image = `${ecrHost}/team/whisper:4`;
    await withAws(image);
    const terminal = await stage.open({ columns });
    await method(terminal, "12-hour token");
    await terminal.shows(/team\/whisper has no tag 4\. Tags that exist: 3\./);
    await untouched(image);
    await choose(terminal, /What now\?/, "Use tag 3");
    await doneWell(terminal);
    expect(await stage.read("truss/config.yaml")).toContain(`${ecrHost}/team/whisper:3`);
    // The method, the way out and the plan: nothing is asked twice.
    expect(await terminal.questions()).toBe(3);
  });

  test("an image that isn't there: another one", async () => {
    stage = await setStage({
      ...cast.stage,
      files: { ...dockerLogin, "truss/config.yaml": configOf("team/absent:1") },
    });
    const terminal = await stage.open({ columns });
    await choose(terminal, /Use the credential of ada/, "").catch(() => terminal.press("Enter"));
    await choose(terminal, /What now\?/, "Another image");
    await terminal.shows(/Which image\?/);
    await terminal.press("C-u");
    await answer(terminal, /Which image\?/, images.hub);
    await doneWell(terminal);
    expect(await stage.read("truss/config.yaml")).toBe(
      `${configOf(images.hub)}secrets:\n  DOCKER_REGISTRY_https://index.docker.io/v1/: null\n`,
    );
  });

  test("a missing program: another method", async () => {
    stage = await setStage({ ...cast.stage, files: { "truss/config.yaml": configOf(images.ecr) } });
    const terminal = await stage.open({ columns });
    await method(terminal, "12-hour token");
    await terminal.shows(/The AWS CLI is not installed/);
    await choose(terminal, /What now\?/, "Another method");
    await terminal.shows(/^\? How should Baseten sign in to Amazon ECR\?/m);
    await untouched(images.ecr);
  });

  test("5: a wrong Baseten key is asked again, and nothing typed is lost", async () => {
    stage = await setStage({
      ...cast.stage,
      files: { "truss/config.yaml": configOf(images.hub) },
      env: { BASETEN_API_KEY: "" },
    });
    const terminal = await stage.open({ columns });
    await choose(terminal, /How does the secret get into Baseten\?/, "With an API key");
    await answer(terminal, /Baseten API key/, baseten.stale);
    await terminal.shows(/✖ Baseten does not accept the API key/);
    await choose(terminal, /^\? How does the secret get into Baseten\?/m, "With an API key");
    await answer(terminal, /^\? Baseten API key/m, baseten.key);
    await answer(terminal, /Docker Hub user, or organization/, "ada");
    await answer(terminal, /Docker Hub access token/, hubToken);
    await doneWell(terminal);
  });

  test("5 and 8: a Baseten that doesn't answer: the secret is added by hand, with all that this takes", async () => {
    await withAws(images.ecr, { env: { BASETEN_MANAGEMENT_API_URL_OVERRIDE: "http://127.0.0.1:9" } });
    const terminal = await stage.open({ columns });
    await method(terminal, "12-hour token");
    await choose(terminal, /How does the secret get into Baseten\?/, "I add it myself");
    await goAhead(terminal);
    const shown = await terminal.shows(/Its value\?/);
    expect(shown).toMatch(/config\.yaml written/);
    expect(shown).toMatch(/Add this secret in Baseten: https:\/\/\S+secrets/);
    expect(shown).toContain(`name   DOCKER_REGISTRY_${ecrHost}`);
    await terminal.pick("Copy the value");
    await choose(terminal, /clipboard[\s\S]*Its value\?/, "Show the value");
    await choose(terminal, /^QVdT\S+\s[\s\S]*^\? Its value\?/m, "Done");
    expect(await terminal.end()).toMatch(/Next +truss push$/);
    expect(await terminal.exitCode()).toBe(0);
  });

  test("7: the preselected method can be done; a role that one hasn't got is left with Esc", async () => {
    await withAws(images.ecr);
    const terminal = await stage.open({ columns });
    await terminal.shows(/❯ 12-hour token/);
    await terminal.pick("OIDC role");
    await terminal.shows(/^✔ How should[\s\S]*^\? (?!How should)/m);
    await terminal.press("Escape");
    await terminal.shows(/❯ OIDC role/);
    await terminal.pick("12-hour token");
    await terminal.shows(plan);
    await terminal.press("Escape");
    await terminal.shows(/❯ 12-hour token/);
    await terminal.press("Escape");
    await terminal.shows(/Stopped\. Nothing was changed\./);
    expect(await terminal.exitCode()).toBe(130);
    await untouched(images.ecr);
  });
});
