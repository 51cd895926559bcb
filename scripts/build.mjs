// Bundles the tool into dist/ with no runtime dependencies; heavy parts stay in chunks loaded on demand.
import { chmod, readFile, rm } from "node:fs/promises";
import { build } from "esbuild";
import { writeLicences } from "./licences.mjs";

const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
const common = {
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  absWorkingDir: new URL("..", import.meta.url).pathname,
  // For Node, yaml exports CommonJS only; its ES modules are the same code, smaller and sooner loaded.
  alias: { yaml: new URL("../node_modules/yaml/browser/dist/index.js", import.meta.url).pathname },
  loader: { ".yaml": "text", ".txt": "text" },
  define: { __VERSION__: JSON.stringify(version) },
  // Some dependencies are CommonJS and require() Node's own modules. The name is one that the minifier, which
  // doesn't know of it, never gives.
  banner: {
    js: 'import{createRequire as bannerRequire}from"node:module";const require=bannerRequire(import.meta.url);',
  },
  logLevel: "warning",
};

await rm(new URL("../dist", import.meta.url), { recursive: true, force: true });
const { metafile } = await build({
  ...common,
  metafile: true,
  entryPoints: ["src/cli.ts"],
  outdir: "dist",
  splitting: true,
  minify: true,
  chunkNames: "[name]-[hash]",
  legalComments: "none",
});
await writeLicences(metafile, common.absWorkingDir, "dist/THIRD-PARTY-LICENSES.txt");
await chmod(new URL("../dist/cli.js", import.meta.url), 0o755);

const extra = {
  "--demo": ["demo", "scripts/demo.ts"],
  "--bench": ["bench", "bench/bench.ts"],
  "--fuzz": ["fuzz", "scripts/fuzz.ts"],
  "--picture": ["picture", "scripts/picture.ts"],
};
for (const [flag, [name, entry]] of Object.entries(extra))
  if (process.argv.includes(flag))
    await build({ ...common, entryPoints: [entry], outfile: `build/${name}.js` });
