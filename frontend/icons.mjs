// Draws the icons of an installed application from public/icon.svg, before a build: the repository has no binary file
// that an image needs, since a Space takes none. sharp comes with Next.
import { readFileSync } from "node:fs";

import sharp from "sharp";

const round = readFileSync("public/icon.svg", "utf8");
const square = round.replace(/ rx="\d+"/, ""); // which the system cuts as it likes: the tick is in the inner circle
for (const [name, size, svg] of [
  ["icon-192", 192, round],
  ["icon-512", 512, round],
  ["icon-maskable", 512, square],
  ["icon-apple", 180, square],
]) {
  const drawn = sharp(Buffer.from(svg), { density: (72 * size) / 32 }).resize(size, size);
  await drawn.png({ palette: true, compressionLevel: 9, effort: 10 }).toFile(`public/${name}.png`);
}
