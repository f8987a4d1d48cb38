// Writes the compressed forms, .br (RFC 7932) and .gz (RFC 1952), beside each text file of a folder, for a server that
// sends files as they are: `node compress.mjs .next-static`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = process.argv[2];
const smallest = 1024; // bytes; less fits into a packet as it is
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(html|js|css|txt|svg)$/.test(entry.name)) continue;
  const file = path.join(entry.parentPath ?? entry.path, entry.name); // named path before Node.js 20.12
  const content = readFileSync(file);
  if (content.length <= smallest) continue;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params })); // the best quality is the default
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
