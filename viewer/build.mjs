// Bundles the viewer: node build.mjs FOLDER writes the page's script, its workers', that of a map of the world, the style,
// the checker for Node, and the atlases there.
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { build } from "esbuild";
import { geoArea, geoCentroid } from "d3-geo";
import { feature } from "topojson-client";

const out = process.argv[2] ?? "../src/reassure/report/viewer";
mkdirSync(out, { recursive: true });
const shared = { bundle: true, minify: true, logLevel: "warning", legalComments: "none", target: "es2022", charset: "utf8" };
const script = (from, to, format = "iife", more = {}) => build({ ...shared, entryPoints: [from], outfile: `${out}/${to}`, format, ...more });
await script("src/main.ts", "viewer.js");
await script("src/worker.ts", "worker.js");
await script("src/world.ts", "world.js");
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
// Countries by name: at the middle of their largest piece, with its size as an angle (deg), the largest first.
const labels = () => {
  const atlas = JSON.parse(readFileSync("node_modules/world-atlas/countries-110m.json", "utf8"));
  const countries = feature(atlas, atlas.objects.countries).features.map(({ properties, geometry }) => {
    const pieces = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const [area, largest] = pieces
      .map((coordinates) => ({ type: "Polygon", coordinates }))
      .map((piece) => [geoArea(piece), piece])
      .sort((a, b) => b[0] - a[0])[0];
    const [longitude, latitude] = geoCentroid(largest);
    return [properties.name, Math.round(latitude * 10) / 10, Math.round(longitude * 10) / 10, Math.round((Math.sqrt(area) * 1800) / Math.PI) / 10];
  });
  return countries.filter((c) => !/Antarctic/.test(c[0])).sort((a, b) => b[3] - a[3]).slice(0, 110);
};
writeFileSync(`${out}/atlas-coarse.json`, JSON.stringify({ ...world("countries-110m"), labels: labels() }));
writeFileSync(`${out}/atlas.json`, JSON.stringify(world("countries-50m")));
