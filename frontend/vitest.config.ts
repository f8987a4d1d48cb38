import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  esbuild: { jsx: "automatic" },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "*.test.mjs"],
    server: { deps: { inline: ["rrule"] } }, // its form for Node has no named exports
    testTimeout: 30_000, // tests count no seconds, and the machine may be busy
  },
});
