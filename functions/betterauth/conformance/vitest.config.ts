import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["suite/*.test.ts"],
    globalSetup: "suite/setup.ts",
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
