/** Places and heights on a drawn sphere of radius 1: projection, what the limb hides, great circles. */

import { EQUATORIAL_RADIUS, Fall, geodetic, type Burnout, type Place, type Vector } from "./arc";

const RADIANS = Math.PI / 180;
const GROUND_RADIUS_KM = 6371.0088; // mean radius: ground distances of the pictures

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

/** Place where a drawn point stands. */
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

export function lookingAt(latitude: number, longitude: number): Look {
  const [p, l] = [latitude * RADIANS, longitude * RADIANS];
  const [sp, cp, sl, cl] = [Math.sin(p), Math.cos(p), Math.sin(l), Math.cos(l)];
  return [
    [-sl, cl, 0],
    [-sp * cl, -sp * sl, cp],
    [cp * cl, cp * sl, sp],
  ];
}

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

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

/** Seen from far away, in Earth radii; hidden where the Earth stands before it. */
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
  const k = s < 1e-12 ? 0 : c / s;
  return { x: k * x, y: k * y, hidden: c > edge };
}

/** The middle of an area's rim: latitude, longitude. */
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

/** Ground distance in km from `from`, along the great circle towards `to`, to where `p` stands beside it. */
export function along(from: Vector, to: Vector, p: Vector): number {
  const start = unit(from);
  const side = unit(cross(start, to));
  const ahead = cross(side, start);
  return GROUND_RADIUS_KM * Math.atan2(dot(p, ahead), dot(p, start));
}

/** Between two directions, by angle; heights by a line. `u` from 0 to 1. */
export function between(p: Vector, q: Vector, u: number): Vector {
  const [rp, rq] = [Math.hypot(...p), Math.hypot(...q)];
  const whole = angle(p, q);
  const r = rp + (rq - rp) * u;
  const s = Math.sin(whole);
  const [a, b] = s < 1e-9 ? [1 - u, u] : [Math.sin((1 - u) * whole) / s, Math.sin(u * whole) / s];
  return [0, 1, 2].map((i) => r * ((a * p[i]) / rp + (b * q[i]) / rq)) as Vector;
}

/** A flight as drawn points: `boost` steps from its base to the burnout (drawn as under a steady push, not
 *  flown), then `fall` steps of free fall. Writes x, y, z of each of boost + fall + 1 points. */
export function trace(flight: Burnout, base: Place, boost: number, fall: number, out: Float32Array, offset: number): void {
  const burnout = geodetic(flight.position);
  const from = drawn(base.latitude, base.longitude);
  const to = drawn(burnout.latitude, burnout.longitude);
  for (let k = 0; k < boost; k++) {
    const u = k / boost;
    const p = between(from, to, u ** 2.2); // ground distance lags behind height
    const r = 1 + (burnout.height * u ** 1.7) / EQUATORIAL_RADIUS;
    for (let i = 0; i < 3; i++) out[offset + 3 * k + i] = r * p[i];
  }
  const path = new Fall(flight);
  const spot: Vector = [0, 0, 0];
  for (let k = boost; k <= boost + fall; k++) {
    path.at(timeAt(flight, boost, fall, k), spot);
    const place = geodetic(spot);
    const r = 1 + place.height / EQUATORIAL_RADIUS;
    const c = r * Math.cos(place.latitude * RADIANS);
    out[offset + 3 * k] = c * Math.cos(place.longitude * RADIANS);
    out[offset + 3 * k + 1] = c * Math.sin(place.longitude * RADIANS);
    out[offset + 3 * k + 2] = r * Math.sin(place.latitude * RADIANS);
  }
}

/** Time in s after the launch of point `k` of a trace. */
export function timeAt(flight: { burnoutTime: number; flightTime: number }, boost: number, fall: number, k: number): number {
  if (k < boost) return (k / boost) * flight.burnoutTime;
  return flight.burnoutTime + ((k - boost) / fall) * (flight.flightTime - flight.burnoutTime);
}

/** Index and fraction of a trace's point at a time; null before the launch and after the end. */
export function indexAt(flight: { burnoutTime: number; flightTime: number }, boost: number, fall: number, when: number): number | null {
  if (when < 0 || when > flight.flightTime) return null;
  if (when < flight.burnoutTime) return (when / flight.burnoutTime) * boost;
  return boost + ((when - flight.burnoutTime) / (flight.flightTime - flight.burnoutTime)) * fall;
}
