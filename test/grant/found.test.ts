// What is there already: a cache's prefix, and service accounts that may pull.
import { expect, test } from "vitest";
import { isPullThrough } from "../../src/grant/aws/pull-through.ts";
import { findAccounts } from "../../src/grant/google/find-accounts.ts";
import { fakeWorld } from "../support/world.ts";
import { goalOf, googleImage } from "./grants.ts";

const rules = (...prefixes: readonly string[]) => ({
  stdout: JSON.stringify({
    pullThroughCacheRules: prefixes.map((ecrRepositoryPrefix) => ({ ecrRepositoryPrefix })),
  }),
});

test.each([
  ["hub/library/python", rules("quay", "hub"), true],
  ["hubs/x", rules("hub"), false],
  ["anything", rules("ROOT"), true],
  ["hub/x", rules(), false],
  ["hub/x", { stderr: "AccessDeniedException" }, false],
])("%s by these rules: %o", async (repository, reply, expected) => {
  const when = "aws ecr describe-pull-through-cache-rules --registry-id 123456789012 --region us-east-1";
  const world = fakeWorld({ commands: [{ when, reply }] });
  const place = { repository, region: "us-east-1", owner: "123456789012" };
  expect(await isPullThrough(place, world)).toBe(expected);
  world.done();
});

const { target } = goalOf(googleImage, "service-account");
const when = "gcloud artifacts repositories get-iam-policy models --location=us-west2 --project=my-project";

test("accounts that may pull: ours, those that only read, those that write", async () => {
  const ours = "baseten-pull-models@my-project.iam.gserviceaccount.com";
  const bindings = [
    { role: "roles/artifactregistry.writer", members: ["serviceAccount:ci@x", "user:ada@example.com"] },
    {
      role: "roles/artifactregistry.reader",
      members: ["serviceAccount:reads@x", `serviceAccount:${ours}`, "serviceAccount:ci@x"],
    },
    { role: "roles/viewer", members: ["serviceAccount:other@x"] },
  ];
  const world = fakeWorld({ commands: [{ when, reply: { stdout: JSON.stringify({ bindings }) } }] });
  expect(await findAccounts(target, world)).toEqual([
    { email: ours, ours: true, writes: false },
    { email: "reads@x", ours: false, writes: false },
    { email: "ci@x", ours: false, writes: true },
  ]);
});

test("an identity that may not look is told so", async () => {
  const stderr =
    "PERMISSION_DENIED: Permission 'artifactregistry.repositories.getIamPolicy' denied on resource";
  const world = fakeWorld({ commands: [{ when, reply: { stderr } }] });
  await expect(findAccounts(target, world)).rejects.toMatchObject({
    code: "access-denied",
    message: "Google denies you artifactregistry.repositories.getIamPolicy.",
  });
});
