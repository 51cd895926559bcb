// How are the tests run? Templates are imported as text, the way the bundler does it.
import { readFile } from "node:fs/promises";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    {
      name: "templates-as-text",
      enforce: "pre",
      load: async (id) =>
        /\.(yaml|txt)$/.test(id) ? `export default ${JSON.stringify(await readFile(id, "utf8"))};` : null,
    },
  ],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/real/**", "test/pty/**", "test/kill/**", "node_modules/**"],
    testTimeout: 20_000,
    // For .ci/run, which counts what ran.
    ...(process.env.UNIT_REPORT
      ? { reporters: ["default", ["json", { outputFile: process.env.UNIT_REPORT }]] }
      : {}),
  },
});
