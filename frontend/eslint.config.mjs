import { FlatCompat } from "@eslint/eslintrc";

// The folders of src/, floor by floor from the ground up. A file may import its own folder and the floors below it.
const floors = [
  ["lib", "api", "ui"],
  ["quick-entry", "session"],
  ["sync"],
  ["auth", "tasks"],
  ["account", "home", "shell"],
  ["app"],
];

const walls = floors.flatMap((folders, floor) =>
  folders.map((folder) => ({
    target: `./src/${folder}`,
    from: "./src",
    except: [folder, ...floors.slice(0, floor).flat()].map((allowed) => `./${allowed}`),
    message: `${folder}/ may import only its own files and the floors below it (see floors in eslint.config.mjs)`,
  })),
);

const compat = new FlatCompat({ baseDirectory: import.meta.dirname });

const config = [
  { ignores: [".next*/**", "next-env.d.ts", "src/api/schema.d.ts", "test-results/**", "playwright-report/**"] },
  ...compat.extends("next/core-web-vitals", "next/typescript"),
  {
    files: ["src/**"],
    rules: { "import/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones: walls }] },
  },
  {
    files: ["src/quick-entry/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: String.raw`^(?!\./|\.\./language|@/lib/|vitest$|typescript$|node:)`,
              message: "quick-entry/ may use lib/ alone.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["src/**"],
    ignores: ["src/lib/locale*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...["languages", "language", "resolvedOptions"].map((name) => ({
          selector: `MemberExpression[property.name=${name}]`,
          message: "A browser reports languages and zones that do not exist: ask src/lib/locale.ts.",
        })),
      ],
    },
  },
  {
    files: ["src/**"],
    ignores: ["src/tasks/outbox-lock.ts", "src/ui/copy.ts", "src/ui/keep-shell.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...[
          ["navigator", "clipboard"],
          ["navigator", "locks"],
          ["navigator", "serviceWorker"],
          ["crypto", "randomUUID"],
          ["crypto", "subtle"],
        ].map(([object, property]) => ({
          object,
          property,
          message: "Over plain http there is none: see src/api/uuid.ts, src/tasks/outbox-lock.ts and src/ui/copy.ts.",
        })),
      ],
    },
  },
  {
    files: ["src/**"],
    ignores: ["src/**/*.test.ts"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { name: "rrule", allowTypeImports: true, message: "It is large: load it by need, with import()." },
      ],
    },
  },
  {
    files: ["**/*.{ts,tsx,mjs}"],
    rules: { "max-len": ["error", 120], "max-lines": ["error", 250] },
  },
  { files: ["e2e/**"], rules: { "react-hooks/rules-of-hooks": "off" } }, // a fixture's use() is no hook
];

export default config;
