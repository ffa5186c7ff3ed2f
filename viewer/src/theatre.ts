/** Where to look: the middle of the flights, and whether the pole is among them. */

import type { Vector } from "./arc";
import type { App } from "./app";
import { angle, drawn, placeOf } from "./geometry";
import type { Eye } from "./scene";

export interface Theatre {
  globe: Eye;
  map: Eye;
  polar: boolean;
  edge: number; // radians from the map's middle to its edge
}

const NEAR_POLE = 66; // degrees: flights that pass here are mapped about the pole

/** Where both pictures look at first, from all flights and sites. */
export function theatreOf(app: App): Theatre {
  const { points, first } = app.tracks;
  const spots: Vector[] = [];
  // Some 4,000 points stand for all, of each flight that is taken from its base to its aim.
  const stride = Math.max(1, Math.floor(points.length / 3 / 4000));
  for (let i = 0; i + 1 < first.length; i += stride)
    for (let k = first[i]; k < first[i + 1]; k++) spots.push([points[3 * k], points[3 * k + 1], points[3 * k + 2]]);
  const areas = app.view.raw.theatre?.areas ?? [];
  const rims = (kinds: string[]): Vector[] => areas.filter((a) => kinds.includes(a.kind)).flatMap((a) => a.rim).map(([lat, lon]) => drawn(lat, lon));
  const sites = rims(["deployment"]);
  const all = [...spots, ...sites];
  const middle = placeOf(mean(all));
  const north = Math.max(...spots.map((p) => placeOf(p).latitude));
  const south = Math.min(...spots.map((p) => placeOf(p).latitude));
  // Where the sites are, or the flights where there are none: the map has it below the pole.
  const home = placeOf(mean(sites.length ? sites : spots));
  const polar = north > NEAR_POLE || south < -NEAR_POLE;
  const pole = north > NEAR_POLE ? 90 : -90;
  const map: Eye = polar ? { latitude: pole, longitude: home.longitude, zoom: 1 } : { latitude: middle.latitude, longitude: middle.longitude, zoom: 1 };
  const centre = drawn(map.latitude, map.longitude);
  const far = Math.max(...[...all, ...rims(["base", "aim"])].map((p) => angle(centre, p)));
  return {
    // between the sites and the middle of the flights, so that both are before the reader
    globe: { latitude: Math.max(-62, Math.min(62, (middle.latitude + home.latitude) / 2)), longitude: polar ? home.longitude - 25 : middle.longitude, zoom: 1 },
    map,
    polar,
    // A little more than the farthest point; the antipode has no place on the map.
    edge: Math.min(Math.PI - 0.05, far + 0.1),
  };
}

/** The mean direction of points, not of length 1; some direction where they cancel out. */
function mean(points: Vector[]): Vector {
  const sum: Vector = [0, 0, 0];
  for (const p of points) {
    const r = Math.hypot(...p);
    for (let k = 0; k < 3; k++) sum[k] += p[k] / r;
  }
  return sum[0] || sum[1] || sum[2] ? sum : [1, 0, 0];
}
