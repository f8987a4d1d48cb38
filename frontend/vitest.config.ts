import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

const dom = "src/**/*.dom.test.{ts,tsx}";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  esbuild: { jsx: "automatic" },
  test: {
    env: { NEXT_PUBLIC_API_URL: "http://backend.example" },
    server: { deps: { inline: ["rrule"] } }, // its form for Node has no named exports
    testTimeout: 30_000, // tests count no seconds, and the machine may be busy
    projects: [
      { extends: true, test: { name: "node", include: ["src/**/*.test.{ts,tsx}", "*.test.mjs"], exclude: [dom] } },
      { extends: true, test: { name: "dom", include: [dom], environment: "jsdom" } },
    ],
  },
});
