// Is what Docker or Podman stored taken for what it is: its end, its scope, its rights?
import { expect, test } from "vitest";
import { basicValue, configOf, gcrImage, googleToken, hubImage, hubToken } from "../support/samples.ts";
import { runSetup } from "../support/setup-run.ts";
import { goAhead } from "./scenes.ts";

const flags = ["--method", "token", "--from-docker", "--store", "print", "--no-verify", "--yes"];
const file = "/home/user/.docker/config.json";

test("a token that Docker's helper for Google gave has its end, and refresh is named", async () => {
  const run = await runSetup(flags, {
    config: configOf(gcrImage),
    files: { [file]: '{"credHelpers":{"gcr.io":"gcloud"}}' },
    commands: [
      {
        when: "docker-credential-gcloud get",
        reply: { stdout: JSON.stringify({ Username: "_dcgcloud_token", Secret: googleToken }) },
      },
    ],
  });
  expect(run.document).toMatchObject({ secrets: [{ expiresAt: "2026-01-01T01:00:00.000Z" }] });
  expect(run.said).toMatch(/Renew +create-registry-auth refresh/);
});

test("Podman's sign-in for one namespace serves its images", async () => {
  const auths = {
    "docker.io": { auth: basicValue("eve", "everywhere") },
    "docker.io/team": { auth: basicValue("ada", "narrow-token") },
  };
  const run = await runSetup(flags, {
    config: configOf(hubImage),
    files: { "/run/containers/1000/auth.json": JSON.stringify({ auths }) },
  });
  expect(run.world.results.join("")).toBe(basicValue("ada", "narrow-token"));
});

test("Docker Desktop's own sign-in is warned of", async () => {
  const jwt = "eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl";
  const run = await runSetup(flags, {
    config: configOf(hubImage),
    files: {
      [file]: JSON.stringify({ auths: { "https://index.docker.io/v1/": { auth: basicValue("ada", jwt) } } }),
    },
  });
  expect(run.document).toMatchObject({ warnings: [{ code: "docker-sign-in" }] });
});

test("a user that is the token itself, as DigitalOcean's is, is not shown", async () => {
  const host = "registry.digitalocean.com";
  const auths = { [host]: { auth: basicValue(hubToken, hubToken) } };
  const run = await runSetup(["--store", "print", "--no-verify"], {
    config: configOf(`${host}/team/whisper:3`),
    files: { [file]: JSON.stringify({ auths }) },
    answers: [{ expect: "? Use the credential from ~/.docker/config.json? (Y/n)" }, goAhead],
  });
  expect(run.document).toMatchObject({ identity: null });
});
