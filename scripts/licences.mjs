// Writes the licences of all that is bundled: most ask for a copy in what is given on.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const mark = "node_modules/";

/** The folders of the packages that these modules belong to. */
function packageFolders(modules) {
  const folders = modules.flatMap((path) => {
    const start = path.lastIndexOf(mark) + mark.length;
    if (start < mark.length) return [];
    const [first, second] = path.slice(start).split("/");
    return [path.slice(0, start) + (first.startsWith("@") ? `${first}/${second}` : first)];
  });
  return [...new Set(folders)];
}

/** What a package says of its licence; its texts as they are. */
async function licenceOf(folder) {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  if (license === undefined && texts.length === 0) throw new Error(`${name} states no licence.`);
  const by = typeof author === "string" ? author : author?.name;
  const head = `${name} ${version} (${license})${by ? `, ${by.replace(/\s*<.*/, "")}` : ""}`;
  // A package may name its licence and leave the text out.
  if (texts.length === 0 && license === "MIT") texts.push(mit.replace("<owner>", by ?? name));
  return { head, text: texts.map((text) => text.trim()).join("\n\n") };
}

/** Whose it is, line by line, and the terms; a title says no more than the head does. */
function partsOf(text) {
  const isNotice = (line) => /^\s*copyright\b.*(?:\d|<|\bby\b)|^\s*copyright \(c\)/i.test(line);
  const lines = text
    .split(/\r?\n/)
    .filter((line) => !/^\W*(?:the )?(?:MIT|ISC|BSD) licen[cs]e\W*(?:\(MIT\))?\W*$/i.test(line));
  const notices = lines.filter(isNotice).map((line) => line.trim());
  return {
    notices,
    terms: lines
      .filter((line) => !isNotice(line))
      .join("\n")
      .trim(),
  };
}

/** https://spdx.org/licenses/MIT.html */
const mit = `Copyright (c) <owner>

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/**
 * Writes the file. @param modules the paths of all that is bundled
 * @throws Error for a package that states no licence
 */
export async function writeLicences(modules, root, file) {
  const folders = packageFolders(modules).map((folder) => resolve(root, folder));
  const found = await Promise.all(folders.map(licenceOf));
  // Most are MIT's, which differ in whose they are and where their lines end.
  const byTerms = new Map();
  for (const { head, text } of found.toSorted((a, b) => (a.head < b.head ? -1 : 1))) {
    const { notices, terms } = partsOf(text);
    const named = [head, ...notices.map((notice) => `  ${notice}`)].join("\n");
    const key = terms.replace(/\s+/g, " ").toLowerCase();
    const known = byTerms.get(key) ?? { terms, heads: [] };
    byTerms.set(key, { ...known, heads: [...known.heads, named] });
  }
  const parts = [...byTerms.values()].map(({ heads, terms }) => `${heads.join("\n")}\n\n${terms}`);
  const line = "-".repeat(80);
  const head = "create-registry-auth is under the MIT licence, and holds code of these packages.";
  await writeFile(file, `${[head, ...parts].join(`\n\n${line}\n\n`)}\n`);
}
