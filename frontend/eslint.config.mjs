import { FlatCompat } from "@eslint/eslintrc";

const compat = new FlatCompat({ baseDirectory: import.meta.dirname });

const config = [
  { ignores: [".next*/**", "next-env.d.ts", "src/api/schema.d.ts", "test-results/**", "playwright-report/**"] },
  ...compat.extends("next/core-web-vitals", "next/typescript"),
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
    ignores: ["src/tasks/outbox-lock.ts", "src/ui/copy.ts"],
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
  { files: ["e2e/**"], rules: { "react-hooks/rules-of-hooks": "off" } }, // a fixture's use() is no hook
];

export default config;
