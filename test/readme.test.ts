// Do the README and the pages it leads to still say what the tool says?
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { helpText } from "../src/command-line/help.ts";
import { ecrPlace } from "../src/grant/aws/ecr-place.ts";
import { providerArn } from "../src/grant/aws/identity-provider.ts";
import { policyOf } from "../src/grant/aws/policy.ts";
import { pullPolicy } from "../src/grant/aws/pull-policy.ts";
import { assumeRoleTrust, oidcTrust } from "../src/grant/aws/trust.ts";
import { conditionFor } from "../src/grant/google/identity-pool.ts";
import { labelOf } from "../src/grant/plan-lines.ts";
import { registries } from "../src/registries/index.ts";
import { allGrants, ecrImage, goalOf } from "./grant/grants.ts";
import { costPage } from "./support/cost-page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const readme = read("README.md");
const pages = ["README.md", "SECURITY.md", "CONTRIBUTING.md"].concat(
  ["registries", "flags", "refresh", "check", "errors", "cost", "ci"].map((name) => `docs/${name}.md`),
);

/** What stands under a heading, up to the next of its kind. */
const sectionOf = (heading: string): string =>
  readme.split("\n## ").find((one) => one.startsWith(heading)) ?? "";

test("it is read in five minutes: 1,600 words beside code and tables", () => {
  const prose = readme.replace(/```[\s\S]*?```/g, "").replace(/^\|.*$/gm, "");
  expect(prose.match(/\S+/g)?.length).toBeLessThanOrEqual(1600);
});

test("the help stands there word for word", () => {
  const [, block] =
    /```text\n\$ create-registry-auth --help\n([\s\S]*?)```/.exec(read("docs/flags.md")) ?? [];
  expect(block).toBe(helpText());
});

/** Ours alone, or no failure: nothing to look up. */
const unlisted = ["internal", "interrupted"];

test("the table of errors lists every code with its exit code, and no other", () => {
  const [, source = ""] = /const exitCodes = \{([\s\S]*?)\}/.exec(read("src/values/errors.ts")) ?? [];
  const codes = [...source.matchAll(/"?([\w-]+)"?: (\d+),/g)].map(([, code, exit]) => `${code} ${exit}`);
  const rows = [...read("docs/errors.md").matchAll(/^\| `([\w-]+)` \| (\d+) \|/gm)];
  const listed = rows.map(([, code, exit]) => `${code} ${exit}`);
  expect(listed).toEqual(codes.filter((code) => !unlisted.includes(code.split(" ")[0] ?? "")));
});

test("the tables of registries have a row for each method of each registry, and no other", () => {
  const rows = [readme, read("docs/registries.md")].flatMap((text) => [
    ...text.matchAll(/^\| [^|]*`([\w-]+)`[^|]*\| `([\w-]+)` \|/gm),
  ]);
  const known = registries.flatMap(({ id, methods }) => methods.map((method) => `${id} ${method.id}`));
  expect(rows.map(([, registry, method]) => `${registry} ${method}`)).toEqual(known);
});

const made = sectionOf("The cloud's side");

test.each(
  allGrants.filter(([name]) => !/containers|cross-account|pull-through|gcr/.test(name)),
)("the table of what is made names all of %s, in order", (_, { method, resources, place }) => {
  const [cloud = ""] = place.split(" ");
  const row = made
    .split("\n")
    .find((line) => line.startsWith("| ") && line.includes(`\`${method}\``) && line.includes(cloud));
  const [, things = ""] = row?.split(" | ") ?? [];
  let rest = things;
  for (const { kind, name } of resources) {
    const label = labelOf(kind);
    expect(rest, name).toContain(label);
    rest = rest.slice(rest.indexOf(label) + label.length);
  }
  const names = resources.filter(({ kind }) =>
    /^(?:role|user|service-account|identity-pool|token)$/.test(kind),
  );
  for (const { name } of names) expect(things).toContain(`\`${name.replace("wgeyxoq", "<team>")}\``);
});

test("the policies are what is made, to the letter", () => {
  const place = ecrPlace(goalOf(ecrImage, "oidc").target, {});
  const subject = { organization: "<organization>", team: "<team>", containers: false };
  const blocks = [...made.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = ""]) => JSON.parse(text));
  expect(blocks).toEqual([
    pullPolicy(place, false),
    policyOf(oidcTrust(subject, providerArn(place)).statement),
    policyOf(assumeRoleTrust("<Baseten's role>", "<external id>").statement),
  ]);
  const condition = conditionFor({ ...subject, team: { id: "<team>", name: "" } });
  expect(made).toContain(`\`\`\`text\n${condition}\n\`\`\``);
});

test("docs/cost.md is made of what the bench printed", async () => {
  await expect(costPage()).toMatchFileSnapshot("../docs/cost.md");
});

test("README quotes the bench", () => {
  const results = read("bench/RESULTS.md");
  const figureOf = (what: string) => new RegExp(`^(\\S+) .*  ${what}:`, "m").exec(results)?.[1];
  const [question, token] = ["first question", "set-up with a 12-hour token"].map(figureOf);
  expect(read("README.md")).toContain(`stands after ${question} × the time of an empty Node`);
  expect(read("README.md")).toContain(`takes ${token} × its one call of \`aws\``);
});

test.each(pages)("files and headings that %s links to are there", (page) => {
  const text = read(page);
  const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = ""]) => link);
  const missing = links.filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : relative(root, join(root, dirname(page), path));
    return (
      !existsSync(join(root, target)) || (anchor !== undefined && !slugsOf(read(target)).includes(anchor))
    );
  });
  expect(missing).toEqual([]);
});

const slugsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
