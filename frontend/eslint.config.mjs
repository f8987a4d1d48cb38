import { FlatCompat } from "@eslint/eslintrc";

const compat = new FlatCompat({ baseDirectory: import.meta.dirname });

const config = [
  { ignores: [".next*/**", "next-env.d.ts", "src/api/schema.d.ts", "test-results/**", "playwright-report/**"] },
  ...compat.extends("next/core-web-vitals", "next/typescript"),
  { files: ["e2e/**"], rules: { "react-hooks/rules-of-hooks": "off" } }, // a fixture's use() is no hook
];

export default config;
