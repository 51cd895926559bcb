// Does the README have the policies as they are made, and a row for each that is?
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allGrants, ecrImage, grantOf } from "./grants.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const [, section = ""] = /\n## What is made in your cloud\n([\s\S]*?)\n## /.exec(readme) ?? [];

test("the policies of a role by OIDC stand there word for word", () => {
  const made = grantOf(ecrImage, "oidc")
    .resources.flatMap(({ make }) => make.args)
    .filter((arg) => arg.startsWith("{"))
    .map((arg) => JSON.parse(arg));
  const told = [...section.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = ""]) => JSON.parse(text));
  expect(told).toEqual(made);
});

test("each method that something is made for has its row", () => {
  const registries = { aws: "ecr", google: "artifact-registry", azure: "acr" } as const;
  const made = new Set(allGrants.map(([, { cloud, method }]) => `\`${registries[cloud]}\`, \`${method}\``));
  const rows = [...section.matchAll(/^\| (`[\w-]+`, `[\w-]+`) \|/gm)].map(([, row = ""]) => row);
  expect(rows.toSorted()).toEqual([...made].toSorted());
});
