// What do the tests of the steps start from? Answers, a plan and a credential, made of a line of arguments.

import type { Answers, Destination, Plan, SetupOptions } from "../../src/flow.ts";
import type { Values } from "../../src/mechanisms/types.ts";
import { findRegistry, registryById } from "../../src/registries/index.ts";
import type { MethodId } from "../../src/registries/types.ts";
import { makePlan } from "../../src/setup/plan.ts";
import { detect } from "../../src/setup/project.ts";
import { parseImage } from "../../src/values/image.ts";
import { type BasicCredential, Secret } from "../../src/values/secret.ts";
import { apiKey, configOf, ecrImage, ecrPassword } from "./samples.ts";
import { optionsOf } from "./setup-run.ts";
import { type FakeWorldOptions, fakeWorld } from "./world.ts";

/** The answers for an image and a method. */
export function answersOf(
  image: string,
  id: MethodId,
  values: Values = {},
  given?: Answers["given"],
): Answers {
  const { registry, target } = findRegistry(parseImage(image));
  const method = registryById(registry.id).methods.find((one) => one.id === id);
  if (method === undefined) throw new Error(`${registry.id} has no method ${id}.`);
  return { registry, target, method, mechanism: method.mechanism, values, given: given ?? null };
}

export const none: Destination = { where: "none" };

/** Baseten by API, with secrets of these names in it. */
export const api = (...existing: readonly string[]): Destination => ({
  where: "baseten-api",
  connection: {
    apiBase: "https://api.baseten.co",
    authorization: "Api-Key",
    key: new Secret(apiKey),
    source: "BASETEN_API_KEY",
  },
  team: { id: "t1", name: "Default", default: true },
  existing: existing.map((name) => ({ name, team: "Default", createdAt: "2025-06-01T00:00:00Z" })),
  remote: null,
});

export interface PlanOptions {
  readonly config?: string | null;
  readonly answers?: Answers;
  readonly destination?: Destination;
  readonly options?: SetupOptions;
  readonly files?: FakeWorldOptions["files"];
}

/** The plan of a project. */
export async function planOf({
  config = configOf(ecrImage),
  answers = answersOf(ecrImage, "token"),
  destination = none,
  options = optionsOf(),
  files = {},
}: PlanOptions = {}): Promise<Plan> {
  const world = fakeWorld({
    files: { ...(config === null ? {} : { "/project/config.yaml": config }), ...files },
    answers: [],
  });
  return makePlan(await detect(options, world), answers, destination, options);
}

export const credential: BasicCredential = {
  kind: "basic",
  username: "AWS",
  password: new Secret(ecrPassword),
  expiresAt: new Date("2026-01-01T12:00:00Z"),
};
