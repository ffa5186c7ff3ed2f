// The second checker for its tests: bundled whole, or with pieces of its text exchanged; certificates; numbers drawn at random.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const SOURCE = fileURLToPath(new URL("../../src/check/", import.meta.url));
const MODULES = [
  "arc", "ball", "boost", "box", "check", "claim", "conic", "earth", "exact", "family", "file", "flights", "functions", "json", "leaves", "outcome",
  "serve", "sha256", "stay", "swept", "tree", "words",
];

/** The checker's modules by name. `changes`: [file, old text, new text], each old text once in its file. */
export async function bundled(...changes) {
  const contents = MODULES.map((name) => `export * as ${name} from "./${name}";`).join("\n");
  const done = await build({
    stdin: { contents, resolveDir: SOURCE, loader: "ts" }, bundle: true, write: false, format: "esm", platform: "neutral", target: "es2022",
    logLevel: "warning", plugins: [exchanging(changes)],
  });
  return import(`data:text/javascript;base64,${Buffer.from(done.outputFiles[0].contents).toString("base64")}`);
}

/** The change with which it supposes c as the first checker does (guarantee.md, section 3), not the least: from 1.3 times (8) raised by 1.05 times the bound found, then lowered twice. */
export const FIRST = [
  "swept.ts",
  "for (let i = 0; i < LOWER; i++) {",
  `c = 1.3 * (hi(greatest(zB, zA, w)) + hi(P)) + hi(far);
  for (let i = 0; i < 12; i++) {
    found = hi(bound(sourceOf(arc, far, c)));
    if (found < c) break;
    c = 1.05 * found;
  }
  if (!demand(found < c && c < cMax, 'no c with (7) below it')) return null;
  for (let i = 0; i < 2; i++) {`,
];

function exchanging(changes) {
  const load = ({ path }) => {
    let contents = readFileSync(path, "utf8");
    for (const [, old, text] of changes.filter(([file]) => path === join(SOURCE, file))) {
      if (contents.split(old).length !== 2) throw new Error(`not once in ${path}: ${old}`);
      contents = contents.replace(old, () => text);
    }
    return { contents, loader: "ts" };
  };
  return { name: "exchanging", setup: (b) => b.onLoad({ filter: /src.check.*\.ts$/ }, load) };
}

/** The command line, as `node build.mjs` bundles it, into a file. */
export function commandLine(outfile) {
  return build({ entryPoints: [join(SOURCE, "node.ts")], outfile, bundle: true, format: "esm", platform: "node", target: "es2022", logLevel: "warning" });
}

/** The folder of certificates that the tests are given: good.cert is proved and small, others with "good" in their names are proved. */
function folder() {
  const path = process.env.REASSURE_CERTIFICATES;
  if (!path) throw new Error("REASSURE_CERTIFICATES must name a folder of certificates: good.cert, others");
  return path;
}
export const certificate = (name) => readFileSync(join(folder(), name), "latin1");
export const certificates = () => readdirSync(folder()).filter((name) => name.endsWith(".cert")).sort();

/** Numbers from 0 to 1, the same in every run: Knuth's 64-bit congruential generator. */
export function drawn(seed) {
  let state = BigInt(seed);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}

/** The checker after it has read a text, some bytes at a time. */
export function read(checker, text, piece = 1 << 16) {
  const reader = new checker.check.Checker();
  const bytes = new Uint8Array(Buffer.from(text, "latin1"));
  for (let at = 0; at < bytes.length; at += piece) reader.feed(bytes.subarray(at, at + piece));
  reader.finish();
  return reader;
}
export const proved = (reader) => reader.clauses().every((clause) => clause.verdict === "proved");

/** The same proofs about a changed claim, its hash put right. */
export function aboutAnother(checker, text, change) {
  const lines = text.split("\n");
  const claim = JSON.parse(lines[1]);
  change(claim);
  lines[1] = JSON.stringify(claim);
  lines[2] = `sha256 ${checker.claim.readClaim(lines[1]).hash}`;
  return lines.join("\n");
}
