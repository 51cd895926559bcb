// How are the tests run? Templates are imported as text, the way the bundler does it.
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    {
      name: "yaml-as-text",
      enforce: "pre",
      transform: (code, id) =>
        id.endsWith(".yaml") ? { code: `export default ${JSON.stringify(code)};`, map: null } : null,
    },
  ],
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/real/**", "node_modules/**"],
    testTimeout: 20_000,
  },
});
