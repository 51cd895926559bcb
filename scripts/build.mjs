// Bundles the tool into dist/ with no runtime dependencies; heavy parts stay in chunks loaded on demand.
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { writeLicences } from "./licences.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

/** What is true of every bundle; `define`: names that stand for a value. */
const input = (entry, define = {}) => ({
  input: entry,
  cwd: root,
  platform: "node",
  // A package that a proxy agent would use if it were there.
  external: ["kerberos"],
  resolve: {
    alias: {
      // For Node, yaml exports CommonJS only; its ES modules are the same code, smaller and sooner loaded.
      yaml: join(root, "node_modules/yaml/browser/dist/index.js"),
      // With DEBUG set the proxy agents would print the proxy's address, password and all.
      debug: join(root, "scripts/no-debug.mjs"),
      // Of all that it knows of addresses, a SOCKS proxy needs two functions.
      "ip-address": join(root, "scripts/ip-address.cjs"),
      // The frames of 90 spinners; one is used.
      "cli-spinners": join(root, "scripts/one-spinner.mjs"),
    },
  },
  moduleTypes: { ".yaml": "text", ".txt": "text" },
  transform: { target: "node20", define },
});

/** What `--help` prints, so that printing it loads nothing. */
async function helpText() {
  const bundle = await rolldown(input("src/command-line/help.ts"));
  const { output } = await bundle.generate({ format: "esm" });
  const module = await import(
    `data:text/javascript;base64,${Buffer.from(output[0].code).toString("base64")}`
  );
  return module.helpText();
}

/** What a chunk exports are getters, which take long to define, and a thousand files call them millions of times. */
function withPlainExports(code) {
  const getter =
    /^Object\.defineProperty\(exports, (["'])([\w$]+)\1, \{\s*enumerable: true,\s*get: function ?\(\) \{\s*return ([\w$]+);\s*\}\s*\}\);\n?/gm;
  const pairs = [...code.matchAll(getter)].map(([, , name, value]) => `${name}: ${value}`);
  return pairs.length === 0
    ? null
    : `${code.replace(getter, "")}\nObject.assign(exports, { ${pairs.join(", ")} });\n`;
}

const dist = join(root, "dist");
await rm(dist, { recursive: true, force: true });
const bundle = await rolldown(
  input("src/cli.ts", {
    __VERSION__: JSON.stringify(version),
    __HELP__: JSON.stringify(await helpText()),
  }),
);
const { output } = await bundle.write({
  dir: dist,
  // Node starts a CommonJS module a fifth sooner than an ES module.
  format: "cjs",
  minify: true,
  comments: false,
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
  plugins: [{ name: "plain-exports", renderChunk: (code) => withPlainExports(code) }],
  codeSplitting: {
    groups: [
      // What every command needs is one file, since each file takes its time.
      { name: "run", test: /src\/run\.ts$/ },
      { name: "yaml", test: /node_modules\/yaml\// },
    ],
  },
});
await writeFile(join(dist, "package.json"), '{"type":"commonjs"}\n');
await chmod(join(dist, "cli.js"), 0o755);

// Which chunk holds and loads what, for test/bundle.test.ts: modules with their bytes before they are minified.
const relative = (id) => id.replace(/^\0?/, "").replace(root, "");
const chunks = output.map(({ fileName, modules, exports, imports, dynamicImports }) => ({
  file: fileName,
  modules: Object.fromEntries(
    Object.entries(modules).map(([id, { renderedLength }]) => [relative(id), renderedLength]),
  ),
  exports,
  imports,
  dynamicImports,
}));
await mkdir(join(root, "build"), { recursive: true });
await writeFile(join(root, "build/chunks.json"), JSON.stringify(chunks));
const modules = chunks.flatMap(({ modules }) => Object.keys(modules));
await writeLicences(modules, root, join(dist, "THIRD-PARTY-LICENSES.txt"));

const extra = {
  "--demo": ["demo", "scripts/demo.ts"],
  "--bench": ["bench", "bench/bench.ts"],
  "--fuzz": ["fuzz", "scripts/fuzz.ts"],
  "--picture": ["picture", "scripts/picture.ts"],
};
for (const [flag, [name, entry]] of Object.entries(extra))
  if (process.argv.includes(flag)) {
    const bundle = await rolldown(input(entry));
    await bundle.write({ file: join(root, `build/${name}.js`), format: "esm", codeSplitting: false });
  }
