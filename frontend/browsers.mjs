// Checks a build against package.json's browserslist: `node browsers.mjs .next` lists each use of a feature that one
// of these browsers lacks, by MDN's compatibility data, and fails. A use that the code tests for (typeof, in, ?., an
// if), or that the build polyfills, does not count. Options, events and computed names are not checked.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { parse } from "acorn";
import { ancestor, full } from "acorn-walk";

const data = createRequire(import.meta.url)("@mdn/browser-compat-data");
const here = path.dirname(fileURLToPath(import.meta.url));
const targets = JSON.parse(readFileSync(path.join(here, "package.json"), "utf8")).browserslist.map((line) => {
  const [, name, version] = /^(\w+) >= ([\d.]+)$/.exec(line);
  return [{ ios_saf: "safari_ios" }[name] ?? name, Number(version)];
});
const syntax = 2024; // the newest edition of ECMAScript whose syntax they all have

const builtins = data.javascript.builtins;
const interfaces = {
  navigator: "Navigator",
  document: "Document",
  crypto: "Crypto",
  performance: "Performance",
  history: "History",
};
// Methods of ours and of our libraries, whose names the language has for something else.
const foreign = new Set([
  ...[".union", ".intersection", ".toArray", ".format", ".escape"],
  ...[".adopt", ".move", ".take"], // those of stacks of disposables and of iterators
]);
const comesWith = { cancelIdleCallback: "requestIdleCallback" }; // who has asked for the second has the first too

/** The first browser that lacks a feature, as "safari 17.1", or undefined. */
function lacking(compat) {
  const has = (entry, version) => {
    const since = Number(String(entry.version_added).replace("≤", ""));
    const until = Number(entry.version_removed ?? Infinity);
    return since <= version && !(until <= version) && !entry.flags && !entry.prefix && !entry.alternative_name;
  };
  const target = targets.find(
    ([name, version]) => ![compat.support[name] ?? []].flat().some((entry) => has(entry, version)),
  );
  return target?.join(" ");
}

/** What is known of X, or of X.y; window's own are looked up by their name alone. */
function known(object, property) {
  if (property === undefined) return builtins[object] ?? data.api[object] ?? data.api.Window[object];
  if (object === "Intl") return builtins.Intl[property];
  return (
    builtins[object]?.[property] ?? data.api[object]?.[`${property}_static`] ?? data.api[interfaces[object]]?.[property]
  );
}

// The methods of every type, by their name: one is lacking where all of that name are.
const methods = new Map();
const namespaces = ["Atomics", "Math", "JSON", "Reflect", "Temporal"];
const types = Object.entries(builtins).flatMap(([name, type]) => (namespaces.includes(name) ? [] : [type]));
for (const type of [...types, ...Object.values(builtins.Intl)]) {
  for (const [name, feature] of Object.entries(type)) {
    if (feature.__compat) methods.set(name, [...(methods.get(name) ?? []), feature.__compat]);
  }
}

const global = new Set(["window", "self", "globalThis"]);
/** Returns the name of an identifier or of a member expression, without the global object; else undefined. */
function nameOf(node) {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression" || node.computed || node.object.type !== "Identifier") return undefined;
  return global.has(node.object.name) ? node.property.name : `${node.object.name}.${node.property.name}`;
}

/** What a file uses, declares, asks for and brings, by names such as X, X.y and .y. */
function read(file, code) {
  const found = { used: new Map(), declared: new Set(), asked: new Set(), brought: new Set() };
  const ask = (node) =>
    full(node, (inner) => {
      if (inner.type === "MemberExpression" && !inner.computed) found.asked.add(`.${inner.property.name}`);
      if (nameOf(inner)) found.asked.add(nameOf(inner));
    });
  const declare = (pattern) =>
    pattern && full(pattern, (inner) => inner.type === "Identifier" && found.declared.add(inner.name));
  const program = parse(code, { ecmaVersion: syntax, sourceType: "script", allowReturnOutsideFunction: true });
  full(program, (node) => {
    if (node.type === "VariableDeclarator") declare(node.id);
    if (node.params) [...node.params, node.id].forEach(declare);
    if (node.type === "CatchClause") declare(node.param);
    if (node.type.startsWith("Class")) declare(node.id);
    if (node.test) ask(node.test);
    if (node.type === "LogicalExpression") ask(node.left);
    if (node.type === "UnaryExpression") ask(node.argument);
    if (node.optional) ask(node.callee ?? node.object);
    if (node.type === "BinaryExpression" && node.operator === "in" && node.left.type === "Literal") {
      found.asked.add(String(node.left.value)).add(`.${node.left.value}`);
      if (nameOf(node.right)) found.asked.add(`${nameOf(node.right)}.${node.left.value}`);
    }
    if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression" && !node.left.computed) {
      found.brought.add(`.${node.left.property.name}`);
      if (nameOf(node.left)) found.brought.add(nameOf(node.left));
    }
  });
  const use = (name, node) => found.used.has(name) || found.used.set(name, `${file}:${node.start}`);
  ancestor(program, {
    Identifier: (node) => use(node.name, node),
    MemberExpression(node, _, ancestors) {
      const parent = ancestors.at(-2);
      if (nameOf(node)) use(nameOf(node), node);
      if (!node.computed && parent.type === "CallExpression" && parent.callee === node)
        use(`.${node.property.name}`, node);
    },
  });
  return found;
}

/** What the files of a build, by their names, use and a browser lacks, a line each. */
export function faults(files) {
  const lines = [];
  const all = [];
  for (const [file, code] of Object.entries(files)) {
    try {
      all.push(read(file, code));
    } catch (error) {
      lines.push(`${file}: ${error.message}, in the syntax of ECMAScript ${syntax}`);
    }
  }
  const brought = new Set(all.flatMap((found) => [...found.brought]));
  for (const { used, declared, asked } of all) {
    for (const [name, place] of used) {
      const [object, property] = name.split(".");
      if (asked.has(comesWith[name] ?? name) || brought.has(name) || declared.has(object) || foreign.has(name))
        continue;
      const features =
        object === "" ? (methods.get(property) ?? []) : [known(object, property)?.__compat].filter(Boolean);
      const where = features.map(lacking);
      if (features.length > 0 && where.every(Boolean)) lines.push(`${place}: ${name} is not in ${where[0]}`);
    }
  }
  return lines;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = path.join(process.argv[2] ?? ".next", "static", "chunks");
  const isScript = (name) => name.endsWith(".js") && statSync(path.join(folder, name)).isFile(); // not app/sw.js/
  const scripts = readdirSync(folder, { recursive: true }).filter(isScript);
  const names = scripts.filter((name) => !name.startsWith("polyfills-")); // those are for browsers that are older still
  const lines = faults(Object.fromEntries(names.map((name) => [name, readFileSync(path.join(folder, name), "utf8")])));
  if (names.length === 0) lines.push(`${folder} has no scripts`);
  const browsers = targets.map((target) => target.join(" ")).join(", ");
  console.log([...lines, `${names.length} scripts for ${browsers}: ${lines.length} faults`].join("\n"));
  process.exitCode = lines.length > 0 ? 1 : 0;
}
