// Does `refresh` store through the `baseten` CLI, and say whose sign-in that is?
import { expect, test } from "vitest";
import { refresh } from "../../src/refresh/refresh.ts";
import { basetenCli, type CliStub, refused, trussIs } from "../support/baseten-cli.ts";
import { defaults } from "../support/refresh-run.ts";
import { basicValue, ecrAnswer, ecrHost, ecrImage, ecrPassword } from "../support/samples.ts";
import { fakeWorld } from "../support/world.ts";

const name = `DOCKER_REGISTRY_${ecrHost}`;
const trussrc =
  "[work]\nremote_provider = baseten\nremote_url = https://app.baseten.co/\nauth_type = oauth\n";

function renewing(options: CliStub, more: { readonly truss?: string; readonly remote?: string } = {}) {
  const cli = basetenCli(options);
  const config = `base_image:\n  image: ${ecrImage}\nsecrets:\n  ${name}: null\n`;
  const world = fakeWorld({
    files: { "/project/config.yaml": config, "/home/user/.trussrc": trussrc, ...cli.files },
    commands: [
      { when: "aws ecr get-authorization-token", reply: { stdout: ecrAnswer() } },
      cli.stub,
      trussIs(more.truss ?? null),
    ],
  });
  const remote = more.remote === undefined ? {} : { remote: more.remote };
  const outcome = refresh({ ...defaults, verify: false, recursive: false, ...remote }, world);
  return { cli, world, outcome };
}

const web = { current: "web", profiles: { web: { workspace: "Acme" } } };

test("the token is stored, and the profile and workspace are said", async () => {
  const { cli, world, outcome } = renewing(web, { truss: "Acme" });
  expect(await outcome).toMatchObject({ exitCode: 0 });
  expect(world.said).toContain("  Baseten by its CLI: profile web · Acme");
  expect(cli.stored).toEqual([
    { profile: "web", team: "Default", name, value: basicValue("AWS", ecrPassword) },
  ]);
});

test("another workspace than Truss's: nothing is stored, unless --remote names the profile", async () => {
  const { cli, outcome } = renewing(web, { truss: "Beta" });
  await expect(outcome).rejects.toMatchObject({ code: "api-key-missing" });
  expect(cli.stored).toEqual([]);
  const named = renewing(web, { truss: "Beta", remote: "web" });
  expect(await named.outcome).toMatchObject({ exitCode: 0 });
  expect(named.cli.stored).toHaveLength(1);
});

test("a refusal has its own exit code and the server's sentence", async () => {
  const fails = { "org secret set": refused(403, "You lack permission.") };
  const { outcome } = renewing({ current: "web", profiles: { web: { workspace: "Acme", fails } } });
  const { document, exitCode } = await outcome;
  expect(exitCode).toBe(3);
  expect(document).toMatchObject({
    projects: [
      { error: { code: "api-key-rejected", message: expect.stringContaining("You lack permission.") } },
    ],
  });
});
