/** Places and heights on a drawn sphere of radius 1: projection, what the limb hides, great circles. */

import { EQUATORIAL_RADIUS, geodetic, standing, type Burnout, type Place, type Vector } from "./arc";

const RADIANS = Math.PI / 180;

/** Point of the drawn sphere: its direction is latitude and longitude, its length 1 plus height in Earth radii. */
export function drawn(latitude: number, longitude: number, height = 0): Vector {
  const r = 1 + height / EQUATORIAL_RADIUS;
  const c = r * Math.cos(latitude * RADIANS);
  return [
    c * Math.cos(longitude * RADIANS),
    c * Math.sin(longitude * RADIANS),
    r * Math.sin(latitude * RADIANS),
  ];
}

export const drawnPlace = (p: Place): Vector => drawn(p.latitude, p.longitude, p.height);

/** Rows of the matrix that looks down on a place, north up: right, up, towards the eye. */
export type View = [Vector, Vector, Vector];

export function lookingAt(latitude: number, longitude: number): View {
  const [p, l] = [latitude * RADIANS, longitude * RADIANS];
  const [sp, cp, sl, cl] = [Math.sin(p), Math.cos(p), Math.sin(l), Math.cos(l)];
  return [
    [-sl, cl, 0],
    [-sp * cl, -sp * sl, cp],
    [cp * cl, cp * sl, sp],
  ];
}

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Right and up of a point seen from far away, in Earth radii, and whether the Earth hides it. */
export function seen(view: View, p: Vector): { x: number; y: number; hidden: boolean } {
  const x = dot(view[0], p);
  const y = dot(view[1], p);
  return { x, y, hidden: dot(view[2], p) < 0 && x * x + y * y < 1 };
}

/** Ground distance in km between two places on a sphere of the Earth's mean radius. */
export function groundDistance(a: Place, b: Place): number {
  const p = drawn(a.latitude, a.longitude);
  const q = drawn(b.latitude, b.longitude);
  const cross = Math.hypot(
    p[1] * q[2] - p[2] * q[1],
    p[2] * q[0] - p[0] * q[2],
    p[0] * q[1] - p[1] * q[0],
  );
  return 6371.0088 * Math.atan2(cross, dot(p, q));
}

/** Place where a drawn point stands. */
export function placeOf(p: Vector): Place {
  const r = Math.hypot(...p);
  return {
    latitude: Math.asin(p[2] / r) / RADIANS,
    longitude: Math.atan2(p[1], p[0]) / RADIANS,
    height: (r - 1) * EQUATORIAL_RADIUS,
  };
}

/** Azimuthal equidistant about a view's place: right and up, in radians of arc from it. */
export function flat(view: View, p: Vector): { x: number; y: number } {
  const x = dot(view[0], p);
  const y = dot(view[1], p);
  const c = Math.atan2(Math.hypot(x, y), dot(view[2], p));
  const s = Math.hypot(x, y);
  const k = s < 1e-12 ? 0 : c / s;
  return { x: k * x, y: k * y };
}

/** Between two directions, by angle; heights by a line. `u` from 0 to 1. */
export function between(p: Vector, q: Vector, u: number): Vector {
  const [rp, rq] = [Math.hypot(...p), Math.hypot(...q)];
  const angle = Math.acos(Math.max(-1, Math.min(1, dot(p, q) / (rp * rq))));
  const r = rp + (rq - rp) * u;
  const s = Math.sin(angle);
  const [a, b] = s < 1e-9 ? [1 - u, u] : [Math.sin((1 - u) * angle) / s, Math.sin(u * angle) / s];
  return [0, 1, 2].map((i) => r * ((a * p[i]) / rp + (b * q[i]) / rq)) as Vector;
}

/** A flight as a line of drawn points: `boost` steps from its base to the burnout (drawn, not flown), then
 *  `fall` steps of free fall. Times in s from the launch. */
export interface Track {
  points: Float32Array; // x, y, z of each
  times: Float32Array;
}

export function track(flight: Burnout, base: Place, boost: number, fall: number): Track {
  const count = boost + fall + 1;
  const points = new Float32Array(3 * count);
  const times = new Float32Array(count);
  const burnout = geodetic(flight.position);
  const [from, to] = [drawn(base.latitude, base.longitude), drawn(burnout.latitude, burnout.longitude)];
  for (let k = 0; k < count; k++) {
    let p: Vector;
    if (k < boost) {
      const u = k / boost;
      // as under a steady push: ground distance with the square of time, height a little ahead of it
      const place = placeOf(between(from, to, u ** 2.2));
      p = drawn(place.latitude, place.longitude, burnout.height * u ** 1.7);
      times[k] = u * flight.burnoutTime;
    } else {
      const u = (k - boost) / fall;
      times[k] = flight.burnoutTime + u * (flight.flightTime - flight.burnoutTime);
      p = drawnPlace(geodetic(standing(flight, times[k])));
    }
    points.set(p, 3 * k);
  }
  return { points, times };
}

/** Drawn point of a track at a time, between its nodes; null before its launch and after its end. */
export function at(t: Track, when: number): Vector | null {
  const last = t.times.length - 1;
  if (when < t.times[0] || when > t.times[last]) return null;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (t.times[middle] <= when) low = middle;
    else high = middle;
  }
  const u = (when - t.times[low]) / Math.max(1e-9, t.times[high] - t.times[low]);
  return [0, 1, 2].map(
    (i) => t.points[3 * low + i] + u * (t.points[3 * high + i] - t.points[3 * low + i]),
  ) as Vector;
}
