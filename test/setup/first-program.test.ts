// Is the program that is started before the rest is loaded the one that the set-up runs, and is none started that it
// wouldn't run?
import { describe, expect, test } from "vitest";
import { setUp } from "../../src/run.ts";
import { firstProgram } from "../../src/setup/first-program.ts";
import { CliError } from "../../src/values/errors.ts";
import type { World } from "../../src/world/types.ts";
import { commandLine } from "../support/fake-exec.ts";
import {
  configOf,
  ecrAnswer,
  ecrHost,
  ecrImage,
  googleAnswer,
  googleImage,
  hubImage,
  roleArn,
} from "../support/samples.ts";
import { optionsOf, runSetup } from "../support/setup-run.ts";
import { type FakeWorldOptions, fakeWorld } from "../support/world.ts";

const token = "aws ecr get-authorization-token --region us-east-1 --output json";
const printing = ["--method", "token", "--store", "print", "--no-verify", "--yes"];
const twoProfiles = { "/home/user/.aws/config": "[profile a]\nregion = x\n[profile b]\nregion = x\n" };
const oneProfile = { "/home/user/.aws/config": "[profile only]\nregion = us-west-2\n" };

/** The command line of what would be started first. */
async function first(config: string, argv: readonly string[], more: FakeWorldOptions = {}) {
  const files = { "/project/config.yaml": config, ...more.files };
  const command = await firstProgram(optionsOf(...argv), fakeWorld({ ...more, files }));
  return command === null ? null : commandLine(command);
}

/** Set up, with this under docker_auth. */
const withAuth = (lines: readonly string[]): string =>
  configOf(ecrImage).replace(
    "secrets:",
    `  docker_auth:\n${lines.map((line) => `    ${line}\n`).join("")}secrets:`,
  );

describe("what is started is what the set-up runs first", () => {
  test.each<[string, string, readonly string[], FakeWorldOptions]>([
    ["ECR", configOf(ecrImage), printing, {}],
    ["the only profile", configOf(ecrImage), printing, { files: oneProfile }],
    ["a profile by flag", configOf(ecrImage), [...printing, "--aws-profile", "prod"], { files: twoProfiles }],
    [
      "a profile by variable",
      configOf(ecrImage),
      printing,
      { env: { AWS_PROFILE: "b" }, files: twoProfiles },
    ],
    ["keys in the environment", configOf(ecrImage), printing, { env: { AWS_ACCESS_KEY_ID: "x" } }],
    ["with --json", configOf(ecrImage), [...printing, "--json"], {}],
    ["the default method", configOf(ecrImage), ["--store", "print", "--no-verify", "--yes"], {}],
    ["nothing stored, but proved", configOf(ecrImage), ["--method", "token", "--store", "none", "--yes"], {}],
    ["Google", configOf(googleImage), printing, {}],
    [
      "as another account",
      configOf(googleImage),
      [...printing, "--impersonate-service-account", "a@b.iam.gserviceaccount.com"],
      {},
    ],
    ["set up already", `${configOf(ecrImage)}  DOCKER_REGISTRY_${ecrHost}: null\n`, printing, {}],
    [
      "set up in another way",
      withAuth(["auth_method: AWS_OIDC", `aws_oidc_role_arn: ${roleArn}`]),
      printing,
      {},
    ],
    [
      "set up with the secret named",
      withAuth(["auth_method: REGISTRY_SECRET", "secret_name: own"]),
      printing,
      {},
    ],
  ])("%s", async (_, config, argv, more) => {
    const started = await first(config, argv, more);
    expect(started).not.toBeNull();
    const reply = started?.startsWith("aws") ? ecrAnswer() : googleAnswer;
    // Were it run twice, or another one first, the script would fail.
    const commands = [{ when: started ?? "", reply: { stdout: reply } }];
    const requests = [{ when: `GET https://${ecrHost}/v2/`, reply: { status: 500 }, optional: true }];
    const run = await runSetup(argv, { ...more, config, commands, requests, shows: true });
    expect(run.events.filter((event) => event.startsWith("run "))).toEqual([`run ${started}`]);
  });
});

describe("nothing is started", () => {
  test.each<[string, string, readonly string[], FakeWorldOptions]>([
    ["by a dry run", configOf(ecrImage), [...printing, "--dry-run"], {}],
    ["without --yes", configOf(ecrImage), printing.slice(0, -1), {}],
    ["where somebody is asked", configOf(ecrImage), printing, { answers: [] }],
    ["for OIDC", configOf(ecrImage), ["--method", "oidc", "--yes"], {}],
    ["for a key", configOf(ecrImage), ["--method", "iam", "--yes"], {}],
    [
      "where nothing is stored or proved",
      configOf(ecrImage),
      ["--method", "token", "--store", "none", "--no-verify", "--yes"],
      {},
    ],
    ["for a method that there isn't", configOf(ecrImage), ["--method", "service-account", "--yes"], {}],
    ["for a token that is given", configOf(ecrImage), [...printing, "--password-stdin"], {}],
    ["for Docker's", configOf(ecrImage), [...printing, "--from-docker"], {}],
    ["for a flag that is refused", configOf(ecrImage), [...printing, "--username", "ada"], {}],
    ["for a region by flag", configOf(ecrImage), [...printing, "--aws-region", "us-east-1"], {}],
    ["to pin what isn't proved", configOf(ecrImage), [...printing, "--pin"], {}],
    ["where something is to be made", configOf(ecrImage), [...printing, "--grant", "create"], {}],
    ["for another image", configOf(ecrImage), [...printing, "--image", ecrImage], {}],
    ["for a registry by flag", configOf(ecrImage), [...printing, "--registry", "ecr"], {}],
    ["where several profiles may serve", configOf(ecrImage), printing, { files: twoProfiles }],
    ["by a registry without a program", configOf(hubImage), [...printing], {}],
    [
      "where the method in use is the default",
      `${configOf(ecrImage)}  DOCKER_REGISTRY_x: null\n`,
      ["--store", "print", "--yes"],
      {},
    ],
    [
      "for a file that is no UTF-8",
      `${configOf(ecrImage)}# \uFFFD\n`,
      printing,
      {
        files: {
          "/project/config.yaml": Buffer.concat([
            Buffer.from(configOf(ecrImage)),
            Buffer.from("# \xff\n", "latin1"),
          ]),
        },
      },
    ],
    ["in another folder", configOf(ecrImage), ["elsewhere", ...printing], {}],
  ])("%s", async (_, config, argv, more) => {
    expect(await first(config, argv, more)).toBeNull();
  });
});

/** Runs a set-up, and tells what was run and read, in order, and which programs were ended. */
async function watched(config: string, more: FakeWorldOptions & { later?: string } = {}) {
  const world = fakeWorld({ ...more, files: { "/project/config.yaml": config } });
  const events: string[] = [];
  const stops: (AbortSignal | undefined)[] = [];
  let reads = 0;
  const watching: World = {
    ...world,
    exec: (command, stop) => {
      events.push(commandLine(command));
      stops.push(stop);
      return world.exec(command, stop);
    },
    files: {
      ...world.files,
      read: async (path) => {
        reads += path === "/project/config.yaml" ? 1 : 0;
        // The file may change between a glance and the reading.
        const text = reads > 1 ? more.later : undefined;
        return text === undefined ? world.files.read(path) : Buffer.from(text);
      },
      list: (path) => {
        events.push(`list ${path}`);
        return world.files.list(path);
      },
    },
  };
  const outcome = await setUp(optionsOf(...printing), watching, Promise.resolve()).catch(
    (error: unknown) => error,
  );
  world.done();
  const error = outcome instanceof CliError ? outcome.code : null;
  return { events, ended: stops.map((stop) => stop?.aborted ?? false), error, world };
}

const answers = (line: string, times = 1) => ({ when: line, reply: { stdout: ecrAnswer() }, times });

test("it runs before the set-up looks at the project, and once", async () => {
  const { events, ended, error } = await watched(configOf(ecrImage), { commands: [answers(token)] });
  expect(error).toBeNull();
  expect(events[0]).toBe(token);
  expect(events).toContain("list /project");
  expect(events.filter((event) => event.startsWith("aws "))).toHaveLength(1);
  expect(ended).toEqual([false]);
});

test("a file that is refused after all: it is ended, and nothing is printed or written", async () => {
  const config = `${configOf(ecrImage)}runtime: {a: 1, a: 2}\n`;
  const { ended, error, world } = await watched(config, { commands: [answers(token)] });
  expect(error).toBe("invalid-config");
  expect(ended).toEqual([true]);
  expect(world.results).toEqual([]);
  expect(world.disk.text("/project/config.yaml")).toBe(config);
});

test("a file that says something else when it is read: the other program runs, and the first is ended", async () => {
  const other = token.replace("us-east-1", "eu-west-1");
  const later = configOf(ecrImage.replace(ecrHost, ecrHost.replace("us-east-1", "eu-west-1")));
  const { events, ended } = await watched(configOf(ecrImage), {
    later,
    commands: [
      { when: token, reply: () => new Promise<never>(() => {}) },
      { when: other, reply: { stdout: ecrAnswer() } },
    ],
  });
  expect(events.filter((event) => event.startsWith("aws "))).toEqual([token, other]);
  expect(ended).toEqual([true, false]);
});

test("its failure is told as ever", async () => {
  const { error, ended } = await watched(configOf(ecrImage), {
    commands: [{ when: token, reply: { stderr: "Unable to locate credentials", exitCode: 253 } }],
  });
  expect(error).toBe("not-signed-in");
  expect(ended).toEqual([false]);
});
