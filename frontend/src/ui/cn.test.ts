import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { twMerge } from "tailwind-merge";
import { expect, test } from "vitest";

import { cn } from "@/ui/cn";

const src = path.join(__dirname, "..");
const read = (file: string) => readFileSync(path.join(src, file), "utf8");
const quoted = (text: string) => [...text.matchAll(/"([^"\n]+)"/g)].map(([, words = ""]) => words);
const files = (readdirSync(src, { recursive: true }) as string[]).filter((file) => file.endsWith(".tsx"));
/** What the components that take classes have of their own. */
const own = ["button", "field", "menu", "notice", "skeleton"].flatMap((name) => quoted(read(`ui/${name}.tsx`)));
const given = [...new Set(files.flatMap((file) => quoted(read(file))))].filter((text) => /[a-z]-[a-z0-9[]/.test(text));

const set = (classes: string) => [...new Set(classes.split(" "))].sort().join(" ");

test("what is given to a component wins as by the whole of Tailwind's table", () => {
  expect(own.length).toBeGreaterThan(50);
  expect(given.length).toBeGreaterThan(200);
  const others = own.flatMap((first) =>
    given
      .filter((second) => set(cn(first, second)) !== set(twMerge(first, second)))
      .map((second) => `${first} | ${second}: ${cn(first, second)}, not ${twMerge(first, second)}`),
  );
  expect(others).toEqual([]);
});
