// Makes the font before a build: Inter's Latin characters in the weights that the page has, which are two thirds of its
// bytes. The repository has no binary file that an image needs, since a Space takes none.
import { readFileSync, renameSync, writeFileSync } from "node:fs";

import subsetFont from "subset-font";

const font = "node_modules/@fontsource-variable/inter";
const [, ranges] = readFileSync(`${font}/wght.css`, "utf8").match(/inter-latin-wght-normal[^}]*unicode-range: ([^;]+)/);
const characters = ranges.split(",").flatMap((range) => {
  const [first, last = first] = range.replace("U+", "").split("-").map((hex) => parseInt(hex, 16));
  return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
});
const whole = readFileSync(`${font}/files/inter-latin-wght-normal.woff2`);
const variationAxes = { wght: { min: 400, max: 700 } };
const woff2 = await subsetFont(whole, characters.join(""), { targetFormat: "woff2", variationAxes });
const file = "src/app/inter.woff2";
writeFileSync(`${file}.${process.pid}`, woff2);
renameSync(`${file}.${process.pid}`, file); // whole at once: another build may read it
