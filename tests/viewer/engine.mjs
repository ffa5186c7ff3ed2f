// Bundles engine.ts and calls one of its functions: node engine.mjs, with [name, arguments] as JSON on its input; what it
// gives comes as JSON. "CASES" among the arguments stands for what is in engine-cases.json.gz.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { build } from "../../viewer/node_modules/esbuild/lib/main.js";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "engine-"));
try {
  const outfile = join(folder, "engine.mjs");
  await build({ entryPoints: [join(here, "engine.ts")], outfile, bundle: true, format: "esm", platform: "node", target: "es2022", logLevel: "warning" });
  const engine = await import(outfile);
  const [name, given] = JSON.parse(readFileSync(0, "utf8"));
  const cases = () => JSON.parse(gunzipSync(readFileSync(join(here, "engine-cases.json.gz")), {}).toString());
  console.log(JSON.stringify(await engine[name](...given.map((value) => (value === "CASES" ? cases() : value)))));
} finally {
  rmSync(folder, { recursive: true });
}
