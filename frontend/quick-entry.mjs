// Prints how many lines of each table of src/quick-entry come out as their rows say, and the size of the languages.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { transpile } from "typescript";
import { startVitest } from "vitest/node";

const folder = new URL("./src/quick-entry/", import.meta.url);

const tables = [];
const reporter = {
  onTestRunEnd(files) {
    for (const file of files) {
      const tests = [...file.children.allTests()];
      const right = tests.filter((test) => test.ok() && test.result().state === "passed");
      const otherwise = right.filter((test) => test.name.startsWith("otherwise: ")).length;
      tables.push([file.moduleId.replace(/.*\/|\.test\.ts$/g, ""), right.length, tests.length, otherwise]);
    }
  },
};
const vitest = await startVitest("test", ["src/quick-entry/"], { watch: false, reporters: [reporter] });
await vitest.close();

for (const [name, right, all, otherwise] of tables.toSorted()) {
  const note = otherwise > 0 ? `, ${otherwise} of them otherwise than was wished, on purpose` : "";
  console.log(`${name.padEnd(16)} ${String(right).padStart(3)} of ${String(all).padStart(3)}${note}`);
}
const sum = (column) => tables.reduce((total, row) => total + row[column], 0);
console.log(`${"all".padEnd(16)} ${String(sum(1)).padStart(3)} of ${String(sum(2)).padStart(3)}\n`);

let size = 0;
for (const file of readdirSync(new URL("languages/", folder))) {
  const source = readFileSync(new URL(`languages/${file}`, folder), "utf8");
  const compressed = gzipSync(transpile(source)).length;
  if (file !== "en.ts") size += compressed;
  console.log(`${file.padEnd(16)} ${compressed} bytes compressed`);
}
console.log(`${"all but en.ts".padEnd(16)} ${size} bytes compressed`);
