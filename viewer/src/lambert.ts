/** The arc of free fall between two places of the turning Earth in a given time. */

import { MU, ROTATION_RATE, cross, dot, type Burnout, type Vector } from "./arc";

/** Stumpff's functions C and S. */
function stumpff(z: number): [number, number] {
  if (z > 1e-3) {
    const s = Math.sqrt(z);
    return [(1 - Math.cos(s)) / z, (s - Math.sin(s)) / (s * s * s)];
  }
  if (z < -1e-3) {
    const s = Math.sqrt(-z);
    return [(Math.cosh(s) - 1) / -z, (Math.sinh(s) - s) / (s * s * s)];
  }
  // Near 0 the quotients lose their digits: the series to the second order is exact to 1e-13.
  return [1 / 2 - z / 24 + (z * z) / 720, 1 / 6 - z / 120 + (z * z) / 5040];
}

/** A burnout at `site` (Earth-fixed, m) at `launch` (s) whose fall is at `target` (Earth-fixed, m) at `meeting`
 *  (s): the short way round, by bisection in universal variables (Bate, Mueller and White, Fundamentals of
 *  Astrodynamics, 1971, section 5.3). Null where there is none. */
export function arcBetween(site: Vector, target: Vector, launch: number, meeting: number): Burnout | null {
  const time = meeting - launch;
  if (!(time > 0)) return null;
  // Where the target will be, along the axes of the launch: the Earth turns on under the arc.
  const turn = ROTATION_RATE * time;
  const q: Vector = [
    target[0] * Math.cos(turn) - target[1] * Math.sin(turn),
    target[0] * Math.sin(turn) + target[1] * Math.cos(turn),
    target[2],
  ];
  const [r1, r2] = [Math.hypot(...site), Math.hypot(...q)];
  // Radians, at most half a turn: the short way round.
  const sweep = Math.atan2(Math.hypot(...cross(site, q)), dot(site, q));
  // A of the method; 0 or NaN where both ends lie on one line through the Earth's centre.
  const a = Math.sin(sweep) * Math.sqrt((r1 * r2) / (1 - Math.cos(sweep)));
  if (!(a > 0)) return null;
  /** y of the method, m; below 0 there is no arc of this z. */
  const height = (z: number): number => {
    const [c, s] = stumpff(z);
    return r1 + r2 + (a * (z * s - 1)) / Math.sqrt(c);
  };
  /** The time of flight, s, which grows with z; as if too short where there is no arc. */
  const duration = (z: number): number => {
    const [c, s] = stumpff(z);
    const y = height(z);
    return y < 0 ? -Infinity : ((y / c) ** 1.5 * s + a * Math.sqrt(y)) / Math.sqrt(MU);
  };
  // From a hyperbola to an ellipse of one whole turn (z is the difference of eccentric anomaly, squared).
  let [low, high] = [-400, 4 * Math.PI * Math.PI - 1e-6];
  for (let k = 0; k < 100; k++) {
    const middle = (low + high) / 2;
    if (duration(middle) < time) low = middle;
    else high = middle;
  }
  const z = (low + high) / 2;
  // No root between the ends.
  if (!(Math.abs(duration(z) - time) < 1e-3 * time + 1e-3)) return null;
  const y = height(z);
  // Lagrange's coefficients: q = f site + g velocity.
  const [f, g] = [1 - y / r1, a * Math.sqrt(y / MU)];
  const velocity = site.map((x, i) => (q[i] - f * x) / g) as Vector;
  return { position: site, velocity, burnoutTime: launch, flightTime: meeting };
}
