/** A leaf's box on the pictures: its cells of aims, bases and launch points, and in the middle of the box a flight with an arc to
 *  it. Drawn for the eye; nothing is proved from it. */

import type { Overlay } from "../app";
import { earthFixed, geodetic, standing, type Burnout, type Vector } from "../arc";
import { GROUND } from "../check/earth";
import { drawn } from "../geometry";
import { arcBetween } from "../lambert";

const STEPS = 80; // points of a line

/** `box`: low and high of the fourteen coordinates, in the order of docs/certificate.md, section 2. */
export function overlayOf(box: number[]): Overlay {
  const middle = (k: number): number => (box[2 * k] + box[2 * k + 1]) / 2;
  const cell = (k: number): [number, number][] => rim(box[2 * k], box[2 * k + 1], box[2 * k + 2], box[2 * k + 3]);
  const out: Overlay = { rings: [{ rim: cell(2), ink: "aim" }, { rim: cell(8), ink: "base" }, { rim: cell(10), ink: "site" }], lines: [] };
  const base = earthFixed(middle(8), middle(9));
  const aim = earthFixed(middle(2), middle(3));
  const from = burnoutPoint(base, aim, middle(7) / (GROUND / 1e3), 1e3 * middle(6));
  const flight = arcBetween(from, aim, middle(5), middle(4));
  if (!flight) return out;
  out.lines.push({ points: [place(base), ...way(flight, middle(5), middle(4))], ink: "faint", width: 1.6, dash: [] });
  const [begin, end] = [Math.max(box[0], middle(5)), Math.max(box[1], middle(5))];
  out.lines.push({ points: way(flight, begin, end), ink: "out", width: 4, dash: [] });
  // The interceptor that burns out in the middle of its time, straight to where the flight then is.
  const when = (begin + end) / 2;
  const t0 = Math.min(middle(1), when - 1);
  const arc = arcBetween(earthFixed(middle(10), middle(11)), standing(flight, when), t0, when);
  if (arc) out.lines.push({ points: way(arc, t0, when), ink: "interceptor", width: 2, dash: [5, 4] });
  return out;
}

/** The outline of a cell, its sides along parallels and meridians; a point or a line is drawn as one. */
function rim(south: number, north: number, west: number, east: number): [number, number][] {
  const least = 0.15; // deg: smaller would not be seen
  const [s, n] = north - south < least ? [(south + north - least) / 2, (south + north + least) / 2] : [south, north];
  const [w, e] = east - west < least ? [(west + east - least) / 2, (west + east + least) / 2] : [west, east];
  const side = (k: number): number => k / 8;
  return [
    ...Array.from({ length: 8 }, (_, k): [number, number] => [s, w + (e - w) * side(k)]),
    ...Array.from({ length: 8 }, (_, k): [number, number] => [s + (n - s) * side(k), e]),
    ...Array.from({ length: 8 }, (_, k): [number, number] => [n, e - (e - w) * side(k)]),
    ...Array.from({ length: 8 }, (_, k): [number, number] => [n - (n - s) * side(k), w]),
  ];
}

/** The point an angle away from a base towards an aim, at a height (m): Earth-fixed, m. */
function burnoutPoint(base: Vector, aim: Vector, angle: number, height: number): Vector {
  const [r, a] = [Math.hypot(...base), Math.hypot(...aim)];
  const [u, v] = [base.map((x) => x / r), aim.map((x) => x / a)];
  const c = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
  const s = Math.sqrt(Math.max(1e-12, 1 - c * c));
  return [0, 1, 2].map((k) => (r + height) * (Math.cos(angle) * u[k] + (Math.sin(angle) * (v[k] - c * u[k])) / s)) as Vector;
}

function place(p: Vector): Vector {
  const { latitude, longitude, height } = geodetic(p);
  return drawn(latitude, longitude, height);
}

/** A fall between two times as drawn points. */
const way = (path: Burnout, begin: number, end: number): Vector[] => Array.from({ length: STEPS + 1 }, (_, k) => place(standing(path, begin + ((end - begin) * k) / STEPS)));
