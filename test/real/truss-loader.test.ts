// Does Truss load what the tool writes, as it was planned, for real configs and for this project's own?
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { readArgs } from "../../src/args.ts";
import { setup } from "../../src/commands/setup.ts";
import { CliError } from "../../src/errors.ts";
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
  const invocation = readArgs([...flagsOf(recipe), "--json"]);
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
  const values = Object.entries(after.secrets).filter(([name, value]) => value !== (before.secrets[name] ?? null));
  return [
    after.image === recipe.image ? "" : `image ${after.image}`,
    isDeepStrictEqual(withoutDefaults(after), recipe.dockerAuth) ? "" : JSON.stringify(after.dockerAuth),
    ...recipe.secrets.filter((name) => !(name in after.secrets)).map((name) => `${name} is missing`),
    ...added.filter((name) => !recipe.secrets.includes(name)).map((name) => `${name} came from nowhere`),
    // Switching takes the old sign-in's own secrets away, and no other.
    ...lost.filter((name) => !old.includes(name) && !name.startsWith("DOCKER_")).map((name) => `lost ${name}`),
    ...values.map(([name]) => `${name} has another value`),
    isDeepStrictEqual(after.rest, before.rest) ? "" : "something else changed",
  ].filter((what) => what !== "");
}

/** Truss fills in the names of the AWS secrets, whatever the method. */
const withoutDefaults = ({ dockerAuth }: Loaded) =>
  dockerAuth &&
  Object.fromEntries(
    Object.entries(dockerAuth).filter(
      ([key, value]) => key !== `${value}_secret_name` || !/^aws_(access_key_id|secret_access_key)$/.test(value),
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

const corpus = read("../../../shared/corpus/", ".yaml");
test.runIf(corpus.length > 0)("every real config, with every recipe", { timeout: 120_000 }, async () => {
  const { wrong, refused, unreadable, compared } = await compare(corpus);
  expect(wrong).toEqual([]);
  expect(refused).toEqual([]);
  // Some were published for another version of Truss, and this one refuses them as they are.
  expect(unreadable.length).toBeLessThanOrEqual(corpus.length / 20);
  expect(compared).toBe((corpus.length - unreadable.length) * recipes.length);
});

const fixtures = read("../fixtures/config/", ".before.yaml");
test("every fixture, with every recipe", { timeout: 120_000 }, async () => {
  const { wrong, refused, unreadable } = await compare(fixtures);
  expect(wrong).toEqual([]);
  expect({ refused, unreadable }).toMatchInlineSnapshot();
});

test.each(recipes)("the built bin, with $name", async (recipe) => {
  const { run, config } = await makeProject({ config: "model_name: whisper\nsecrets:\n  hf_access_token: null\n" });
  const { code, json } = await run(flagsOf(recipe).join(" "));
  expect({ code, error: json.error }).toEqual({ code: 0, error: undefined });
  const [loaded] = await loadWithTruss([await config()]);
  expect(loaded).toMatchObject({ image: recipe.image });
  expect(withoutDefaults(loaded as Loaded)).toEqual(recipe.dockerAuth);
  expect(Object.keys((loaded as Loaded).secrets)).toEqual(["hf_access_token", ...recipe.secrets]);
});
