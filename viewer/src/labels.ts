/** Names of countries, oceans and seas on a picture: as many as have room, below all other names. */

import type { Label } from "./atlas";
import { ink } from "./dom";
import { drawn, type Seen } from "./geometry";
import type { Vector } from "./arc";
import type { Pen } from "./pen";
import { free, type Box } from "./places";

// Where an atlas has them written; sizes are about as wide as the name may spread, deg.
const WATERS: Label[] = [
  ["Arctic Ocean", 84, -160, 24], ["North Atlantic Ocean", 38, -42, 40], ["South Atlantic Ocean", -28, -15, 40],
  ["North Pacific Ocean", 32, -165, 60], ["South Pacific Ocean", -30, -125, 60], ["Indian Ocean", -22, 80, 50],
  ["Southern Ocean", -62, 20, 40], ["Norwegian Sea", 68, 1, 11], ["Greenland Sea", 77, -6, 10], ["Barents Sea", 74.5, 39, 12],
  ["Kara Sea", 76, 74, 9], ["Laptev Sea", 76, 126, 9], ["East Siberian Sea", 73.5, 161, 9], ["Chukchi Sea", 69.5, -171, 7],
  ["Beaufort Sea", 73.5, -138, 9], ["Bering Sea", 58, -178, 14], ["Gulf of Alaska", 57, -146, 11], ["Sea of Okhotsk", 54.5, 150, 13],
  ["Sea of Japan", 40, 134.5, 8], ["Hudson Bay", 60, -85, 10], ["Baffin Bay", 74, -67, 8], ["Labrador Sea", 58, -54, 10],
  ["North Sea", 56.5, 3, 6], ["Baltic Sea", 57.5, 19.5, 5], ["Mediterranean Sea", 35.2, 18.5, 14], ["Black Sea", 43.2, 34.5, 7],
  ["Caspian Sea", 41.5, 50.7, 6], ["Red Sea", 20.5, 38, 7], ["Arabian Sea", 15, 64, 14], ["Bay of Bengal", 14, 88, 12],
  ["South China Sea", 13.5, 114, 13], ["East China Sea", 29, 125.5, 8], ["Philippine Sea", 18, 133, 14], ["Caribbean Sea", 15, -75, 13],
  ["Gulf of Mexico", 25, -90, 11], ["Tasman Sea", -38, 161, 12], ["Coral Sea", -17, 156, 11],
];

/** What an atlas shortens. */
const FULL: Record<string, string> = { "United States of America": "United States", "Dem. Rep. Congo": "DR Congo", Czechia: "Czechia", "Bosnia and Herz.": "Bosnia" };

/** Draw what has room: the larger first, none over another name, and none that says again what stands there. */
export function labels(c: Pen, countries: Label[], taken: Box[], said: Set<string>, degree: number, size: number, radius: number, project: (p: Vector) => Seen): void {
  c.textBaseline = "middle";
  const rows = [...WATERS.map((label) => ({ label, water: true })), ...countries.map((label) => ({ label, water: false }))];
  rows.sort((a, b) => b.label[3] - a.label[3]);
  for (const { label, water } of rows) {
    const [short, latitude, longitude, extent] = label;
    const name = FULL[short] ?? short;
    if (said.has(name)) continue;
    const at = project(drawn(latitude, longitude));
    if (at.hidden || at.x < 0 || at.y < 0 || at.x > size || at.y > size) continue;
    // As wide on the picture (px) as what it names: none where that is less than the name, and none where it is the picture.
    const wide = extent * degree;
    c.font = `${water ? "italic " : ""}${wide > 0.28 * size ? 12 : 10.5}px system-ui, sans-serif`;
    const w = c.measureText(name).width;
    const shown = Math.min(1, (wide / w - 0.6) / 0.12, (4 * size) / wide - 1);
    if (shown <= 0.2) continue;
    const box: Box = [at.x - w / 2 - 3, at.y - 7, w + 6, 14];
    // Near the limb a name would hang over the edge.
    const far = Math.max(...[box[0], box[0] + box[2]].map((x) => Math.hypot(x - size / 2, at.y - size / 2)));
    if (far > radius || box[0] < 2 || box[0] + box[2] > size - 2 || !free(box, taken)) continue;
    taken.push(box);
    c.globalAlpha = 0.85 * shown;
    c.lineWidth = 2.5;
    c.strokeStyle = ink(water ? "sea" : "land");
    c.strokeText(name, at.x - w / 2, at.y);
    c.globalAlpha = shown;
    c.fillStyle = ink(water ? "water-name" : "country-name");
    c.fillText(name, at.x - w / 2, at.y);
  }
  c.globalAlpha = 1;
}
