// Does each scene of the README's table take the keys that stand there, at 80 and at 120 columns?
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { answer, choose, goAhead, method } from "./acts.ts";
import {
  type Cast,
  configOf,
  dockerLogin,
  ecrHost,
  gcloud,
  googleHost,
  hubToken,
  images,
  jsonKey,
  startCast,
} from "./cast.ts";
import { baseten, type Stage, type StageOptions, setStage } from "./stage.ts";
import { readScenes } from "./table.ts";
import type { Terminal } from "./terminal.ts";

interface Scene {
  readonly stage: (cast: Cast) => StageOptions;
  readonly args?: readonly string[];
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What a person does; the end is waited for. */
  readonly play: (terminal: Terminal) => Promise<void>;
  /** What the last screen shows. */
  readonly ends: RegExp;
  readonly stored: readonly string[];
  /** What config.yaml has got, if anything. */
  readonly written?: RegExp;
}

const ecrProject = { "truss/config.yaml": configOf(images.ecr) };
const withAws = (cast: Cast, files: Readonly<Record<string, string>> = ecrProject): StageOptions => {
  const aws = cast.aws("prod");
  return { ...aws, files: { ...aws.files, ...files } };
};
const ecrSecret = `DOCKER_REGISTRY_${ecrHost}`;
const hubSecret = "DOCKER_REGISTRY_https://index.docker.io/v1/";
const tokenConfig = `${configOf(images.ecr)}secrets:\n  ${ecrSecret}: null\n`;
const next = /Next +truss push$/;

const scenes: Readonly<Record<string, Scene>> = {
  "Amazon ECR, an IAM key in a profile": {
    stage: withAws,
    play: async (terminal) => {
      await method(terminal, "IAM access key");
      await terminal.shows(/arn:aws:iam::123456789012:user\/ada/);
      await terminal.shows(/Which access key may Baseten have\?/);
      await terminal.pick("Profile prod");
      await goAhead(terminal);
    },
    ends: next,
    stored: ["aws_access_key_id", "aws_secret_access_key"],
    written: /auth_method: AWS_IAM/,
  },
  "Amazon ECR, an IAM key under names of your own": {
    stage: withAws,
    args: ["--access-key-id-secret", "pull_id", "--secret-access-key-secret", "pull_key"],
    play: async (terminal) => {
      await terminal.shows(/Which access key may Baseten have\?/);
      await terminal.pick("Profile prod");
      await goAhead(terminal);
    },
    ends: next,
    stored: ["pull_id", "pull_key"],
    written: /aws_access_key_id_secret_name: pull_id/,
  },
  "Amazon ECR, a 12-hour token by `aws`": {
    stage: withAws,
    play: async (terminal) => {
      await method(terminal, "12-hour token");
      await goAhead(terminal);
    },
    ends: next,
    stored: [ecrSecret],
    written: new RegExp(ecrSecret),
  },
  "Artifact Registry, a service account's JSON key": {
    stage: () => ({ files: { "truss/config.yaml": configOf(images.google), "my keys/k.json": jsonKey } }),
    play: async (terminal) => {
      await method(terminal, "Service account key");
      await choose(terminal, /Which service account's key\?/, "A JSON key that I have");
      await answer(terminal, /Path of the JSON key, or the JSON itself/, "~/my keys/k.json");
      await terminal.shows(/credential {3}puller@my-project\.iam\.gserviceaccount\.com · key 1a2b3c4d/);
      await goAhead(terminal);
    },
    ends: next,
    stored: ["gcp-service-account"],
    written: /auth_method: GCP_SERVICE_ACCOUNT_JSON/,
  },
  "Artifact Registry, a 1-hour token by `gcloud`": {
    stage: () => ({ ...gcloud, files: { ...gcloud.files, "truss/config.yaml": configOf(images.google) } }),
    play: async (terminal) => {
      await method(terminal, "1-hour token");
      await goAhead(terminal);
    },
    ends: next,
    stored: [`DOCKER_REGISTRY_${googleHost}`],
    written: new RegExp(`DOCKER_REGISTRY_${googleHost}`),
  },
  "Docker Hub, a user and a token": {
    stage: () => ({ files: { "truss/config.yaml": configOf(images.hub) } }),
    play: async (terminal) => {
      await answer(terminal, /Docker Hub user, or organization/, "ada");
      await answer(terminal, /Docker Hub access token/, hubToken);
      await goAhead(terminal);
    },
    ends: next,
    stored: [hubSecret],
    written: new RegExp(hubSecret),
  },
  "Docker Hub, after `docker login`": {
    stage: () => ({ files: { ...dockerLogin, "truss/config.yaml": configOf(images.hub) } }),
    play: async (terminal) => {
      await terminal.shows(/Use the credential of ada .*\? \(Y\/n\)/);
      await terminal.press("Enter");
      await goAhead(terminal);
    },
    ends: next,
    stored: [hubSecret],
    written: new RegExp(hubSecret),
  },
  "A public image": {
    stage: () => ({ files: { "truss/config.yaml": configOf(images.open) } }),
    play: async () => {},
    ends: /Anyone can pull python:3\.11\. Nothing to set up\./,
    stored: [],
  },
  "A project that is set up": {
    stage: (cast) => ({
      ...withAws(cast, { "truss/config.yaml": tokenConfig }),
      baseten: { secrets: [{ name: ecrSecret, createdAt: "2026-11-24T08:00:00Z" }] },
    }),
    play: async (terminal) => {
      await terminal.shows(/set up +12-hour token · stored 2026-11-24 in team Default/);
      await terminal.shows(/This project is set up\. What now\?/);
      await terminal.pick("Leave it");
    },
    ends: /Leave it/,
    stored: [],
  },
  "An expired token": {
    stage: (cast) => ({
      ...withAws(cast, { "truss/config.yaml": tokenConfig }),
      baseten: { secrets: [{ name: ecrSecret, createdAt: "2026-11-24T08:00:00Z" }] },
    }),
    play: async (terminal) => {
      await terminal.shows(/This project is set up\. What now\?/);
      await terminal.pick("Renew the token");
      await goAhead(terminal);
    },
    ends: next,
    stored: [ecrSecret],
  },
  "Amazon ECR, and no `aws` here": {
    stage: () => ({ files: ecrProject }),
    play: async (terminal) => {
      await method(terminal, "12-hour token");
      await terminal.shows(/The AWS CLI is not installed/);
      await terminal.shows(/What now\?/);
      await terminal.pick("Type a token");
      await answer(terminal, /Password printed by aws ecr get-login-password/, "123456789012-auth-token");
      await goAhead(terminal);
    },
    ends: next,
    stored: [ecrSecret],
    written: new RegExp(ecrSecret),
  },
  "A Baseten key that doesn't work": {
    stage: withAws,
    env: { BASETEN_API_KEY: baseten.stale },
    play: async (terminal) => {
      await method(terminal, "12-hour token");
      await terminal.shows(/How does the secret get into Baseten\?/);
      await terminal.pick("With an API key");
      await answer(terminal, /Baseten API key/, baseten.key);
      await goAhead(terminal);
    },
    ends: next,
    stored: [ecrSecret],
    written: new RegExp(ecrSecret),
  },
  "Two Trusses below, on one registry": {
    stage: (cast) =>
      withAws(cast, {
        "work/llama/config.yaml": configOf(images.ecr),
        "work/whisper/config.yaml": configOf(images.ecr),
      }),
    folder: "work",
    play: async (terminal) => {
      await terminal.shows(/No config\.yaml in this folder; 2 Trusses below\./);
      await terminal.pick("All of them");
      await method(terminal, "12-hour token");
      await goAhead(terminal);
      await terminal.shows(/Next +truss push llama/);
      await terminal.shows(/^\? (?:Store|Replace|Change) .*\? \(Y\/n\)/m);
      await goAhead(terminal);
    },
    ends: /Next +truss push whisper$/,
    stored: [ecrSecret],
  },
};

let cast: Cast;
let stage: Stage | null = null;

beforeAll(async () => {
  cast = await startCast();
});
afterAll(() => cast?.close());
afterEach(async () => {
  await stage?.close();
  stage = null;
});

const rows = readScenes();

test("the table has these scenes, and no other", () => {
  expect(rows.map(({ scene }) => scene)).toEqual(Object.keys(scenes));
});

describe.each([80, 120])("at %d columns", (columns) => {
  test.each(Object.entries(scenes))("%s", async (name, scene) => {
    stage = await setStage({ ...cast.stage, ...scene.stage(cast) });
    const { args = [], folder = "truss", env = {} } = scene;
    const terminal = await stage.open({ columns, args, folder, env });
    await scene.play(terminal);
    expect(await terminal.end()).toMatch(scene.ends);
    expect(await terminal.exitCode()).toBe(0);
    expect(stage.stored()).toEqual(scene.stored);
    if (scene.written) expect(await stage.read(`${folder}/config.yaml`)).toMatch(scene.written);
    const keys = terminal.effort();
    expect({ keys, questions: await terminal.questions() }).toEqual({
      keys: rows.find((row) => row.scene === name)?.keys,
      questions: keys.enters,
    });
  });
});
