// Do the real parsers take every script and every Terraform file?
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { shellScript } from "../../src/grant/shell-script.ts";
import { terraform } from "../../src/grant/terraform-file.ts";
import { allGrants } from "../grant/grants.ts";
import { output, program, run } from "./support/programs.ts";
import { temporaryFolder } from "./support/project.ts";

const env = { PATH: "/usr/bin:/bin" };

test.each(allGrants)("shellcheck has nothing to say of the script for %s", async (name, grant) => {
  const file = join(await temporaryFolder(), `${name}.sh`);
  await writeFile(file, shellScript(grant));
  expect(await run(program("SHELLCHECK"), ["--severity=style", file], { env })).toEqual({
    code: 0,
    stdout: "",
    stderr: "",
  });
});

test("python-hcl2 reads the Terraform of each", async () => {
  const texts = Object.fromEntries(allGrants.map(([name, grant]) => [name, terraform(grant)]));
  const script = fileURLToPath(new URL("hcl_load.py", import.meta.url));
  const kinds = JSON.parse(
    await output(program("HCL_PYTHON"), [script], { env, input: JSON.stringify(texts) }),
  );
  expect(Object.keys(kinds)).toEqual(allGrants.map(([name]) => name));
  for (const found of Object.values(kinds))
    expect(found).toEqual(expect.arrayContaining(["provider", "resource", "terraform"]));
});
