// Bundles the tool into dist/ with no runtime dependencies; heavy parts stay in chunks loaded on demand.
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build, transform } from "esbuild";
import { writeLicences } from "./licences.mjs";

const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  absWorkingDir: new URL("..", import.meta.url).pathname,
  // For Node, yaml exports CommonJS only; its ES modules are the same code, smaller and sooner loaded.
  alias: {
    yaml: new URL("../node_modules/yaml/browser/dist/index.js", import.meta.url).pathname,
    // With DEBUG set the proxy agents would print the proxy's address, password and all.
    debug: new URL("no-debug.mjs", import.meta.url).pathname,
    // The frames of 90 spinners; one is used.
    "cli-spinners": new URL("one-spinner.mjs", import.meta.url).pathname,
  },
  // A package that a proxy agent would use if it were there.
  external: ["kerberos"],
  loader: { ".yaml": "text", ".txt": "text" },
  define: { __VERSION__: JSON.stringify(version), __HELP__: JSON.stringify(await helpText()) },
  logLevel: "warning",
};

/** What `--help` prints, so that printing it loads nothing. */
async function helpText() {
  const { outputFiles } = await build({
    entryPoints: ["src/command-line/help.ts"],
    absWorkingDir: new URL("..", import.meta.url).pathname,
    bundle: true,
    platform: "node",
    format: "esm",
    loader: { ".yaml": "text" },
    write: false,
  });
  const module = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`
  );
  return module.helpText();
}

const dist = new URL("../dist/", import.meta.url);
await rm(dist, { recursive: true, force: true });
await mkdir(dist);
const { outputFiles, metafile } = await build({
  ...common,
  entryPoints: ["src/cli.ts"],
  outdir: "dist",
  splitting: true,
  chunkNames: "[name]-[hash]",
  minify: true,
  legalComments: "none",
  write: false,
  metafile: true,
});
// Node starts a CommonJS module a fifth sooner than an ES module, but esbuild splits ES modules only; so each chunk
// is translated by itself, and a chunk that two others need is still there once.
for (const { path, text } of outputFiles) {
  const { code } = await transform(text, {
    format: "cjs",
    platform: "node",
    target: "node20",
    minify: true,
    supported: { "dynamic-import": false },
  });
  // What a chunk gives to others are getters of getters, which a thousand files call millions of times; values do.
  const plain = code.includes("module.exports=")
    ? `${code.trimEnd()}module.exports={...module.exports};\n`
    : code;
  await writeFile(new URL(basename(path), dist), plain);
}
await writeFile(new URL("package.json", dist), '{"type":"commonjs"}\n');
await chmod(new URL("cli.js", dist), 0o755);
// Which chunk holds and loads what, for test/bundle.test.ts.
await mkdir(new URL("../build", import.meta.url), { recursive: true });
await writeFile(new URL("../build/chunks.json", import.meta.url), JSON.stringify(metafile.outputs));
await writeLicences(metafile, common.absWorkingDir, "dist/THIRD-PARTY-LICENSES.txt");

const extra = {
  "--demo": ["demo", "scripts/demo.ts"],
  "--bench": ["bench", "bench/bench.ts"],
  "--fuzz": ["fuzz", "scripts/fuzz.ts"],
  "--picture": ["picture", "scripts/picture.ts"],
};
for (const [flag, [name, entry]] of Object.entries(extra))
  if (process.argv.includes(flag))
    await build({
      ...common,
      entryPoints: [entry],
      outfile: `build/${name}.js`,
      // Some dependencies are CommonJS and require() Node's own modules.
      banner: {
        js: 'import{createRequire as bannerRequire}from"node:module";const require=bannerRequire(import.meta.url);',
      },
    });
