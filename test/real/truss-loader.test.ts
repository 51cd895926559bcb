// Does Truss load what the tool writes, as it was planned, for real configs and for this project's own?
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { readArgs } from "../../src/command-line/args.ts";
import { setup } from "../../src/setup/setup.ts";
import { CliError } from "../../src/values/errors.ts";
import { fakeWorld } from "../support/world.ts";
import { makeProject } from "./support/project.ts";
import { type Recipe, recipes } from "./support/recipes.ts";
import { isLoaded, type Loaded, type LoadOutcome, loadWithTruss } from "./support/truss.ts";

interface Config {
  readonly name: string;
  readonly text: string;
}

function read(folder: string, ending: string): readonly Config[] {
  const url = new URL(folder, import.meta.url);
  if (!existsSync(url)) return [];
  return readdirSync(url)
    .filter((name) => name.endsWith(ending))
    .map((name) => ({ name: basename(name, ending), text: readFileSync(new URL(name, url), "utf8") }));
}

const flagsOf = ({ image, flags }: Recipe) =>
  `--image ${image} ${flags} --store none --no-verify --yes`.split(" ");

/** The text after the recipe; null when the tool leaves the file alone. */
async function patch(text: string, recipe: Recipe): Promise<string | null> {
  const world = fakeWorld({ files: { "/project/config.yaml": text } });
  const invocation = readArgs([...flagsOf(recipe), "--json"], "0.0.0");
  if (invocation.kind !== "setup") throw new Error("These flags set nothing up.");
  try {
    await setup(invocation.options, world);
  } catch (error) {
    if (error instanceof CliError && error.code === "invalid-config") return null;
    throw error;
  }
  return Buffer.from((await world.files.read("/project/config.yaml")) ?? []).toString("utf8");
}

/** What isn't as planned, in words; empty when all is. */
function deviations(before: Loaded, recipe: Recipe, after: LoadOutcome | undefined): readonly string[] {
  if (!isLoaded(after)) return [after?.error ?? "not loaded"];
  const old = Object.values(before.dockerAuth ?? {});
  const lost = Object.keys(before.secrets).filter((name) => !(name in after.secrets));
  const added = Object.keys(after.secrets).filter((name) => !(name in before.secrets));
  const values = Object.entries(after.secrets).filter(
    ([name, value]) => value !== (before.secrets[name] ?? null),
  );
  return [
    after.image === recipe.image ? "" : `image ${after.image}`,
    isDeepStrictEqual(withoutDefaults(after), recipe.dockerAuth) ? "" : JSON.stringify(after.dockerAuth),
    ...recipe.secrets.filter((name) => !(name in after.secrets)).map((name) => `${name} is missing`),
    ...added.filter((name) => !recipe.secrets.includes(name)).map((name) => `${name} came from nowhere`),
    // Switching takes the old sign-in's own secrets away, and no other.
    ...lost
      .filter((name) => !old.includes(name) && !name.startsWith("DOCKER_"))
      .map((name) => `lost ${name}`),
    ...values.map(([name]) => `${name} has another value`),
    isDeepStrictEqual(after.rest, before.rest) ? "" : "something else changed",
  ].filter((what) => what !== "");
}

/** Without the names of the AWS secrets that Truss fills in whatever the method, and a fixture's own keys. */
const withoutDefaults = ({ dockerAuth }: Loaded) =>
  dockerAuth &&
  Object.fromEntries(
    Object.entries(dockerAuth).filter(
      ([key, value]) =>
        !key.startsWith("x_") &&
        !(key === `${value}_secret_name` && /^aws_(access_key_id|secret_access_key)$/.test(value)),
    ),
  );

/** Patches every config with every recipe, and compares what Truss reads. */
async function compare(configs: readonly Config[]) {
  const before = await loadWithTruss(configs.map(({ text }) => text));
  const unreadable = configs.filter((_, index) => !isLoaded(before[index])).map(({ name }) => name);
  const planned = configs.flatMap(({ name, text }, index) => {
    const loaded = before[index];
    return isLoaded(loaded) ? recipes.map((recipe) => ({ name, text, recipe, loaded })) : [];
  });
  const patched: ((typeof planned)[number] & { after: string })[] = [];
  const refused = new Set<string>();
  for (const plan of planned) {
    const after = await patch(plan.text, plan.recipe);
    if (after === null) refused.add(plan.name);
    else patched.push({ ...plan, after });
  }
  const after = await loadWithTruss(patched.map((plan) => plan.after));
  const wrong = patched.flatMap(({ name, recipe, loaded }, index) =>
    deviations(loaded, recipe, after[index]).map((what) => `${name}, ${recipe.name}: ${what}`),
  );
  return { wrong, refused: [...refused], unreadable, compared: patched.length };
}

/** Some files this Truss refuses as they are: made for another version, or as fixtures of what it refuses. */
function expectAsPlanned(configs: readonly Config[], found: Awaited<ReturnType<typeof compare>>): void {
  expect(found.wrong).toEqual([]);
  expect(found.refused).toEqual([]);
  expect(found.unreadable.length).toBeLessThanOrEqual(configs.length / 5);
  expect(found.compared).toBe((configs.length - found.unreadable.length) * recipes.length);
}

const corpus = read("../../../shared/corpus/", ".yaml");
test.runIf(corpus.length > 0)("every real config, with every recipe", { timeout: 120_000 }, async () => {
  expectAsPlanned(corpus, await compare(corpus));
});

const fixtures = read("../fixtures/config/", ".before.yaml");
test("every fixture, with every recipe", { timeout: 120_000 }, async () => {
  expect(fixtures.length).toBeGreaterThan(0);
  expectAsPlanned(fixtures, await compare(fixtures));
});

test("the built bin, with every recipe", async () => {
  const config = "model_name: whisper\nsecrets:\n  hf_access_token: null\n";
  const written = await Promise.all(
    recipes.map(async (recipe) => {
      const project = await makeProject({ config });
      expect(await project.run(flagsOf(recipe).join(" "))).toMatchObject({ code: 0 });
      return project.config();
    }),
  );
  const [before, ...after] = await loadWithTruss([config, ...written]);
  if (!isLoaded(before)) throw new Error("Truss doesn't load the config as it was.");
  expect(recipes.map((recipe, index) => deviations(before, recipe, after[index]))).toEqual(
    recipes.map(() => []),
  );
});
