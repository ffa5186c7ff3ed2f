// Bundles the viewer: node build.mjs FOLDER writes the page's script, its workers' and its style, the checker for Node, and
// the atlases there.
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { build } from "esbuild";

const out = process.argv[2] ?? "../src/reassure/report/viewer";
mkdirSync(out, { recursive: true });
const shared = { bundle: true, minify: true, logLevel: "warning", legalComments: "none", target: "es2022", charset: "utf8" };
const script = (from, to, format = "iife", more = {}) => build({ ...shared, entryPoints: [from], outfile: `${out}/${to}`, format, ...more });
await script("src/main.ts", "viewer.js");
await script("src/worker.ts", "worker.js");
await script("src/check/node.ts", "check.mjs", "esm", { platform: "node" });
await build({ ...shared, entryPoints: ["src/style.css"], outfile: `${out}/viewer.css` });
// coast lines and borders: Natural Earth by way of world-atlas, without what is not drawn
const world = (name) => {
  const atlas = JSON.parse(readFileSync(`node_modules/world-atlas/${name}.json`, "utf8"));
  for (const object of Object.values(atlas.objects))
    for (const g of object.geometries ?? []) {
      delete g.properties;
      delete g.id;
    }
  return atlas;
};
writeFileSync(`${out}/atlas-coarse.json`, JSON.stringify(world("countries-110m")));
writeFileSync(`${out}/atlas.json`, JSON.stringify(world("countries-50m")));
