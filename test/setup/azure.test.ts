// Is a pull token of Azure's registry made, proved and stored; and az's own taken where somebody chooses it?
import { expect, test } from "vitest";
import type { CommandStub } from "../support/fake-exec.ts";
import { basicValue, configOf } from "../support/samples.ts";
import { baseten, registry, runSetup, storedIn } from "../support/setup-run.ts";
import { env, goAhead, withSecret } from "./scenes.ts";

const host = "acme.azurecr.io";
const image = `${host}/team/whisper:3`;
const name = "baseten-pull-team-whisper";
const azure = { apiHost: host, repository: "team/whisper", realm: `https://${host}/oauth2/token` };
const azUser = "00000000-0000-0000-0000-000000000000";
const secret = `DOCKER_REGISTRY_${host}`;

/** The registry, as far as these tests go: what is made is there when it is read. */
function az(): { readonly made: string[]; readonly commands: readonly CommandStub[] } {
  const made: string[] = [];
  const scope = `/subscriptions/1/scopeMaps/${name}-scope-map`;
  const commands: readonly CommandStub[] = [
    {
      when: "az acr token",
      optional: true,
      reply: ({ args }) => {
        const action = args[2] === "credential" ? "generate" : (args[2] ?? "");
        if (action === "show")
          return made.length === 0
            ? { stderr: "(TokenNotFound) There is none.", exitCode: 3 }
            : {
                stdout: JSON.stringify({
                  status: "enabled",
                  scopeMapId: scope,
                  credentials: { passwords: [] },
                }),
              };
        made.push(action);
        return {
          stdout: JSON.stringify({
            passwords: [{ name: "password1", value: "acr-made", expiry: "2026-04-01T00:00:00Z" }],
          }),
        };
      },
    },
    {
      when: "az acr login --name acme --expose-token --output json",
      optional: true,
      reply: { stdout: JSON.stringify({ accessToken: "az-token", loginServer: host }) },
    },
  ];
  return { made, commands };
}

const byAz = { ...azure, user: azUser, password: "az-token" };
const byToken = { ...azure, user: name, password: "acr-made" };

test("--grant create --yes: a token for 90 days, proved and stored", async () => {
  const { commands, made } = az();
  const run = await runSetup(["--method", "token", "--grant", "create", "--yes"], {
    env,
    config: configOf(image),
    commands,
    requests: [...registry(byAz), ...registry(byToken), ...baseten([secret])],
  });
  expect(made).toEqual(["create", "generate"]);
  expect(storedIn(run)).toEqual({ [secret]: basicValue(name, "acr-made") });
  expect(run.config).toBe(withSecret(image, secret));
  expect(run.document).toMatchObject({
    verdict: { status: "pulled" },
    grant: [
      { kind: "token", name, state: "made" },
      { kind: "password", name, state: "made" },
    ],
    secrets: [{ expiresAt: "2026-04-01T00:00:00.000Z" }],
  });
  expect(run.world.progressed).toContain("Azure needs up to a minute to know a new key");
  expect(run.said).toContain("  Token        expires in 90 days");
  expect(run.said).toContain("  Renew        create-registry-auth --method token --grant create --yes");
  expect(run.said).not.toContain("--schedule");
});

test("in the wizard making one comes first", async () => {
  const { commands } = az();
  const run = await runSetup([], {
    env,
    config: configOf(image),
    commands,
    requests: [...registry(byAz), ...registry(byToken), ...baseten([secret])],
    answers: [
      { expect: /Which token may Baseten have\?\n❯ Make a 90-day pull token +reads team\/whisper alone/ },
      { expect: "Make the token, store 1 secret and change config.yaml? (Y/n)" },
    ],
  });
  expect(storedIn(run)).toEqual({ [secret]: basicValue(name, "acr-made") });
});

test("az's own, where it is chosen", async () => {
  const [, login] = az().commands;
  const run = await runSetup([], {
    env,
    config: configOf(image),
    commands: login === undefined ? [] : [login],
    requests: [...registry(byAz), ...baseten([secret])],
    answers: [{ expect: "Which token may Baseten have?", pick: "The one that az gives" }, goAhead],
  });
  expect(storedIn(run)).toEqual({ [secret]: basicValue(azUser, "az-token") });
});
