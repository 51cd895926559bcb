// Is it told who signs in, and are profiles, keys and tokens taken as people have them?
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { choose, goAhead, method, plan } from "./acts.ts";
import { type Cast, configOf, gcloud, hubToken, images, jsonKey, startCast } from "./cast.ts";
import { type Stage, type StageOptions, setStage } from "./stage.ts";

let cast: Cast;
let stage: Stage;

beforeAll(async () => {
  cast = await startCast();
});
afterAll(() => cast?.close());
afterEach(() => stage?.close());

async function set(image: string, options: StageOptions = {}): Promise<void> {
  stage = await setStage({
    ...cast.stage,
    ...options,
    files: { ...options.files, "truss/config.yaml": configOf(image) },
  });
}

const several = `[profile corp]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Pull
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
[profile deploy]
role_arn = arn:aws:iam::999999999999:role/deploy
source_profile = prod
`;
const withSeveral = (): StageOptions => {
  const aws = cast.aws("prod");
  return { ...aws, files: { ...aws.files, ".aws/config": several } };
};

describe.each([80, 120])("at %d columns", (columns) => {
  test("13: profiles tell whose they are; the image's account comes first", async () => {
    await set(images.ecr, withSeveral());
    const terminal = await stage.open({ columns });
    await method(terminal, "12-hour token");
    const shown = await terminal.shows(/Which AWS profile\?/);
    const rows = shown.slice(shown.indexOf("Which AWS profile?")).split("\n");
    const profiles = rows.filter((row) => /^[❯ ] (corp|deploy|prod)\b/.test(row));
    expect(profiles).toEqual([
      "❯ corp     this image's account · SSO corp",
      "  deploy   account 999999999999 · role",
      "  prod     access key",
    ]);
    await terminal.pick("prod");
    expect(await goAhead(terminal)).toMatch(/credential +profile prod · arn:aws:iam::123456789012:user\/ada/);
    expect(await terminal.end()).toMatch(/refresh --aws-profile prod$/m);
  });

  test("13 and 18: profiles without a key are named with the reason; whose key it is, is said", async () => {
    await set(images.ecr, withSeveral());
    const terminal = await stage.open({ columns });
    await method(terminal, "IAM access key");
    const shown = await terminal.shows(/Which access key may Baseten have\?/);
    expect(shown).toMatch(/No long-lived key: corp \(SSO\), deploy \(role\)\./);
    expect(shown).toMatch(/^! arn:aws:iam::123456789012:user\/ada: Baseten and the model could do/m);
    await terminal.pick("Profile prod");
    expect(await terminal.shows(plan)).toMatch(/arn:aws:iam::123456789012:user\/ada/);
    await terminal.press("Escape");
    await choose(terminal, /❯ Profile prod/, "Another method");
    await terminal.shows(/^\? How should Baseten sign in to Amazon ECR\?/m);
  });

  test("14: a user and a token in one, as pages show them", async () => {
    await set(images.hub);
    const terminal = await stage.open({ columns });
    await terminal.shows(/Docker Hub user, or organization/);
    await terminal.paste(`ada:${hubToken}`);
    expect(await terminal.screen()).not.toContain(hubToken);
    await terminal.press("Enter");
    expect(await goAhead(terminal)).toMatch(/credential +ada/);
    expect(await terminal.exitCode()).toBe(0);
    expect(await terminal.whole()).not.toContain(hubToken);
  });

  test("14: a JSON key: its path as a terminal pastes it, or the key, of which nothing is shown", async () => {
    await set(images.google, { files: { "my keys/k.json": jsonKey } });
    const path = `${stage.home}/my keys/k.json`;
    const pastes = [
      `'${path}' `,
      path.replaceAll(" ", "\\ "),
      `file://${path.replaceAll(" ", "%20")}`,
      "~/my keys/k.json",
      jsonKey,
    ];
    const terminal = await stage.open({ columns, args: ["--method", "service-account"] });
    await choose(terminal, /^\? Which service account's key\?/m, "A JSON key that I have");
    for (const pasted of pastes) {
      await terminal.shows(/^\? Path of the JSON key, or the JSON itself/m);
      // What was answered before is offered again; it is not what is wanted now.
      await terminal.paste(pasted);
      await terminal.press("Enter");
      const screen = await terminal.shows(plan);
      expect(screen).toMatch(/credential {3}puller@my-project\.iam\.gserviceaccount\.com · key 1a2b3c4d/);
      expect(screen).not.toContain("PRIVATE");
      await terminal.press("Escape");
    }
    await terminal.shows(/^\? Path of the JSON key, or the JSON itself/m);
    await terminal.press("Escape");
    await terminal.shows(/^\? Which service account's key\?/m);
    await terminal.press("C-c");
    expect(await terminal.exitCode()).toBe(130);
  });

  test("14: what is refused stays to be corrected, and has no tick", async () => {
    await set(images.google, { files: { "key.json": jsonKey } });
    const terminal = await stage.open({ columns, args: ["--method", "service-account"] });
    await choose(terminal, /Which service account's key\?/, "A JSON key that I have");
    await terminal.shows(/Path of the JSON key/);
    await terminal.type("~/kye.json");
    await terminal.press("Enter");
    const shown = await terminal.shows(/> .*kye\.json/);
    expect(shown).toMatch(/^\? Path of the JSON key.* ~\/kye\.json/m);
    expect(shown).not.toMatch(/✔ Path/);
    await terminal.press(...Array<string>(8).fill("BSpace"));
    await terminal.type("key.json");
    await terminal.press("Enter");
    expect(await terminal.shows(plan)).toMatch(/puller@my-project/);
  });

  test("18: who is signed in stands in the header, and in the plan", async () => {
    await set(images.google, { ...gcloud, files: gcloud.files });
    const terminal = await stage.open({ columns });
    expect(await terminal.shows(/How should Baseten sign in/)).toMatch(/^ {2}gcloud {7}ada@example\.com$/m);
    await terminal.pick("1-hour token");
    const shown = await terminal.shows(plan);
    expect(shown).toMatch(/^ {2}Baseten +1 secret in team Default$/m);
    expect(shown).toMatch(/^ {2}credential +ada@example\.com/m);
    expect(shown).not.toMatch(/you typed/);
  });
});
