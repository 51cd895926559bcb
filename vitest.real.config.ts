// How are the tests against real programs run? Like the others, with more time; test/real/run says where they are.
import { defineConfig } from "vitest/config";
import base from "./vitest.config.ts";

export default defineConfig({
  ...base,
  test: { include: ["test/real/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
