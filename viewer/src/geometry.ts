/** Places and heights on a drawn sphere of radius 1: projection, what the limb hides, great circles. */

import { EQUATORIAL_RADIUS, Fall, cross, dot, earthFixed, geodetic, rowOf, type Burnout, type Place, type Vector } from "./arc";
import { RADIANS } from "./engine/constants";
import { positionAt } from "./engine/path";

export const GROUND_RADIUS_KM = 6371.0088; // mean radius: ground distances of the pictures

/** Point of the drawn sphere: its direction is latitude and longitude (deg), its length 1 plus height (m) in Earth
 *  radii. Geodetic latitudes are drawn as if they were those of a sphere. */
export function drawn(latitude: number, longitude: number, height = 0): Vector {
  const r = 1 + height / EQUATORIAL_RADIUS;
  const c = r * Math.cos(latitude * RADIANS);
  return [
    c * Math.cos(longitude * RADIANS),
    c * Math.sin(longitude * RADIANS),
    r * Math.sin(latitude * RADIANS),
  ];
}

/** Place where a drawn point stands: degrees and m. */
export function placeOf(p: Vector): Place {
  const r = Math.hypot(...p);
  return {
    latitude: Math.asin(Math.max(-1, Math.min(1, p[2] / r))) / RADIANS,
    longitude: Math.atan2(p[1], p[0]) / RADIANS,
    height: (r - 1) * EQUATORIAL_RADIUS,
  };
}

/** Rows of the matrix that looks down on a place, north up: right, up, towards the eye. */
export type Look = [Vector, Vector, Vector];

/** The look down on a place, deg. */
export function lookingAt(latitude: number, longitude: number): Look {
  const [p, l] = [latitude * RADIANS, longitude * RADIANS];
  const [sp, cp, sl, cl] = [Math.sin(p), Math.cos(p), Math.sin(l), Math.cos(l)];
  return [
    [-sl, cl, 0],
    [-sp * cl, -sp * sl, cp],
    [cp * cl, cp * sl, sp],
  ];
}

const unit = (a: Vector): Vector => {
  const r = Math.hypot(...a);
  return [a[0] / r, a[1] / r, a[2] / r];
};

/** Where a point is drawn: right and up, and whether it is not to be seen. */
export interface Seen {
  x: number;
  y: number;
  hidden: boolean;
}

/** Seen from far away, in Earth radii; hidden where the Earth stands before it: behind, and within its disc. */
export function seen(look: Look, p: Vector): Seen {
  const x = dot(look[0], p);
  const y = dot(look[1], p);
  return { x, y, hidden: dot(look[2], p) < 0 && x * x + y * y < 1 };
}

/** Azimuthal equidistant about the place looked at, heights left out, in radians of arc from it; hidden
 *  beyond `edge` radians. */
export function flat(look: Look, p: Vector, edge: number): Seen {
  const x = dot(look[0], p);
  const y = dot(look[1], p);
  const s = Math.hypot(x, y);
  const c = Math.atan2(s, dot(look[2], p));
  const k = s < 1e-12 ? 0 : c / s; // along the ray from the middle: an arc of c for a chord's s
  return { x: k * x, y: k * y, hidden: c > edge };
}

/** Radians on the map that a line goes straight at most: some 800 km at its middle. */
export const LONGEST_STEP = 0.125;
const MOST_BENDS = 64; // for a step that turns about the antipode of the map's middle

/** How far apart two points are on the map, radians: their ground distance at least, and far more near its edge. */
export function flatStep(look: Look, a: Vector, b: Vector): number {
  const [p, q] = [flat(look, a, Math.PI), flat(look, b, Math.PI)];
  return Math.hypot(p.x - q.x, p.y - q.y);
}

/** Points between two, near enough to one another for a map on which the two are `step` radians apart: along the great
 *  circle, at even shares of the chord. */
export function bends(a: Vector, b: Vector, step: number): Vector[] {
  const pieces = Math.min(MOST_BENDS, Math.ceil(step / LONGEST_STEP));
  const [ra, rb] = [Math.hypot(...a), Math.hypot(...b)];
  return Array.from({ length: Math.max(0, pieces - 1) }, (_, k) => {
    const u = (k + 1) / pieces;
    return [0, 1, 2].map((i) => ((1 - u) * a[i]) / ra + (u * b[i]) / rb) as Vector;
  });
}

/** The middle of an area's rim: latitude and longitude (deg) of the mean direction. */
export function middleOf(rim: [number, number][]): [number, number] {
  const sum: Vector = [0, 0, 0];
  for (const [lat, lon] of rim) drawn(lat, lon).forEach((v, k) => (sum[k] += v));
  const { latitude, longitude } = placeOf(sum);
  return [latitude, longitude];
}

/** Angle between two directions, radians. */
export const angle = (p: Vector, q: Vector): number => Math.atan2(Math.hypot(...cross(p, q)), dot(p, q));

/** Ground distance in km between two places on a sphere of the Earth's mean radius. */
export const groundDistance = (a: Place, b: Place): number =>
  GROUND_RADIUS_KM * angle(drawn(a.latitude, a.longitude), drawn(b.latitude, b.longitude));

/** Ground distance in km from `from`, along the great circle towards `to`, to where `p` stands beside it; below 0
 *  behind `from`, and at most half way round. */
export function along(from: Vector, to: Vector, p: Vector): number {
  const start = unit(from);
  const side = unit(cross(start, to));
  const ahead = cross(side, start);
  return GROUND_RADIUS_KM * Math.atan2(dot(p, ahead), dot(p, start));
}

export const ROUND_KM = 2 * Math.PI * GROUND_RADIUS_KM;

/** Whether a flight goes the long way round: its burnout lies behind its base, as seen towards its aim. */
export const longWay = (from: Vector, aimed: Vector, burnout: Vector | null): boolean => burnout !== null && along(from, aimed, burnout) < 0;

/** Where a flight is in its boost, Earth-fixed, m, at the share `u` of its time: Hermite's cubic from rest at its
 *  base to its burnout and the Earth-relative velocity there, as the package has it (flight/path.py). Drawn, not
 *  flown. */
export function boosting(flight: Burnout, base: Vector, u: number): Vector {
  const out = new Float64Array(3);
  positionAt(Float64Array.of(...base), rowOf(flight), u * flight.burnoutTime, out);
  return [out[0], out[1], out[2]];
}

/** A flight as drawn points: `boost` steps from its base to the burnout, then `fall` steps of free fall. Writes x, y, z
 *  of each of boost + fall + 1 points. */
export function trace(flight: Burnout, base: Place, boost: number, fall: number, out: Float32Array, offset: number): void {
  const from = earthFixed(base.latitude, base.longitude, base.height);
  const path = new Fall(flight);
  const spot: Vector = [0, 0, 0];
  for (let k = 0; k <= boost + fall; k++) {
    if (k < boost) boosting(flight, from, k / boost).forEach((x, i) => (spot[i] = x));
    else path.at(timeAt(flight, boost, fall, k), spot);
    const place = geodetic(spot);
    drawn(place.latitude, place.longitude, place.height).forEach((x, i) => (out[offset + 3 * k + i] = x));
  }
}

/** Time in s after the launch of point `k` of a trace: even steps in the boost, and even steps in the fall. */
function timeAt(flight: { burnoutTime: number; flightTime: number }, boost: number, fall: number, k: number): number {
  if (k < boost) return (k / boost) * flight.burnoutTime;
  return flight.burnoutTime + ((k - boost) / fall) * (flight.flightTime - flight.burnoutTime);
}

/** Index and fraction of a trace's point at a time, s after the launch; null before the launch and after the end. */
export function indexAt(flight: { burnoutTime: number; flightTime: number }, boost: number, fall: number, when: number): number | null {
  if (when < 0 || when > flight.flightTime) return null;
  if (when < flight.burnoutTime) return (when / flight.burnoutTime) * boost;
  return boost + ((when - flight.burnoutTime) / (flight.flightTime - flight.burnoutTime)) * fall;
}
