/** Lambert's problem: the ballistic arc between two positions in a given time, under one revolution; stands beside
 *  reassure/flight/lambert.py. Lancaster and Blanchard's time equation in the variable x, started and iterated as in
 *  Izzo, Revisiting Lambert's problem, Celestial Mechanics and Dynamical Astronomy 121 (2015), p. 1, written so that
 *  nothing cancels near 0 and 180 degrees or near the parabola: q = 1 - lambda^2 = chord / semiperimeter is carried as a
 *  number of its own. */

import { GRAVITATIONAL_PARAMETER } from "./constants";
import { BAD_INPUT, COINCIDENT, NOT_CONVERGED, PLANE_UNDEFINED, SOLVED, THROUGH_CENTRE } from "./outcome";

const MOST_PASSES = 30;
const OPPOSITE = 1e-14; // sine of an angle that double precision cannot tell from 180 degrees
const CORE = 1e5; // m; nearer the centre than this, rounding is magnified past 1 mm

/** What `lambert` found: inertial velocities at the start and at the end, m/s, until it is called again. */
export const velocities = new Float64Array(6);

/** Dimensionless time T(x) (Izzo 2015, eq. 18 and 20), with y(x); q = 1 - lam^2. */
function flightTime(x: number, y: number, lam: number, q: number): number {
  const gap = (1 - x) * (1 + x);
  const slope = lam * x;
  if (Math.abs(gap) < 0.02) return nearParabola(x, y, lam, q);
  const root = Math.sqrt(Math.abs(gap));
  // y - lam x and its partner multiply to q: take the one that does not cancel.
  const outer = slope > 0 ? q / (y + slope) : y - slope;
  // x - lam y, and the angle's sine and cosine: sin = root (y - lam x), cos = x y + lam gap.
  const lead = slope > 0 ? (x * x * q * (1 + lam * lam) - lam * lam * q) / (x + lam * y) : x - lam * y;
  const angle = gap > 0 ? Math.atan2(root * outer, x * y + lam * gap) : Math.asinh(root * outer);
  return (angle / root - lead) / gap;
}

/** As `flightTime`, by Battin's hypergeometric series (Izzo 2015, eq. 20). */
function nearParabola(x: number, y: number, lam: number, q: number): number {
  const slope = lam * x;
  const eta = slope > 0 ? q / (y + slope) : y - slope;
  // 1 - lam - x eta, with 1 - lam = q / (1 + lam) and eta = q / (y + lam x).
  const s1 = lam > 0 ? 0.5 * q * (1 / (1 + lam) - x / (y + slope)) : 0.5 * (1 - lam - x * eta);
  let term = 1;
  let total = 1;
  for (let k = 0; k < 40; k++) {
    term *= ((3 + k) / (2.5 + k)) * s1;
    total += term;
    if (Math.abs(term) < 1e-17 * Math.abs(total)) break;
  }
  return 0.5 * (eta * eta * eta * (4 / 3) * total + 4 * lam * eta);
}

/** An x to begin with: Izzo 2015, eq. 30, but between T(0) and T(1). */
function startingX(lam: number, q: number, time: number): number {
  // T at x = 0 and at x = 1 (eq. 19 and 21, for under one revolution).
  const rootQ = Math.sqrt(q);
  const atZero = Math.atan2(rootQ, lam) + lam * rootQ;
  const oneLess = lam > 0 ? q / (1 + lam) : 1 - lam; // 1 - lam without cancelling
  const lam2 = lam * lam;
  const atOne = (2 / 3) * oneLess * (1 + lam + lam2);
  if (time >= atZero) return Math.cbrt((atZero / time) * (atZero / time)) - 1;
  if (time <= atOne) {
    // 1 - lam^5 is 1 - lam times this.
    const series = 1 + lam + lam2 + lam2 * lam + lam2 * lam2;
    return (2.5 * atOne * (atOne - time)) / (time * oneLess * series) + 1;
  }
  // The fraction that has T's value and slope (-2) at x = 0 and its value at x = 1.
  const fall = atZero - time;
  return fall / (2 + fall * (1 - 2 / (atZero - atOne)));
}

/** How far to step from x towards T(x) = time; `t`: T(x), `miss`: how much it is above. */
function stepOf(x: number, y: number, lam: number, q: number, t: number, miss: number): number {
  const lam2 = lam * lam;
  const lam3 = lam2 * lam;
  const lam5 = lam3 * lam2;
  const gap = (1 - x) * (1 + x);
  const size = Math.abs(gap);
  // Derivatives of T: Izzo 2015, eq. 22; the first in the limit at x = 1.
  const d1 = size > 1e-8 ? (3 * t * x - 2 + (2 * lam3 * x) / y) / gap : 0.4 * (lam5 - 1);
  const step = miss / d1;
  // Each derivative divides by the gap again: near the parabola use only those still good.
  if (!(size > 1e-6)) return step;
  const y3 = y * y * y;
  const d2 = (3 * t + 5 * x * d1 + (2 * q * lam3) / y3) / gap;
  let better: number;
  if (size > 1e-4) {
    const d3 = (7 * x * d2 + 8 * d1 - (6 * q * lam5 * x) / (y3 * y * y)) / gap;
    // Householder's step of third order, and below Halley's.
    better = (miss * (d1 * d1 - 0.5 * miss * d2)) / (d1 * (d1 * d1 - miss * d2) + (d3 * miss * miss) / 6);
  } else better = (miss * d1) / (d1 * d1 - 0.5 * miss * d2);
  return isFinite(better) && better * step > 0 ? better : step;
}

/** X with T(x) = time, by Householder steps of third order (Izzo 2015, section 3); NaN after MOST_PASSES steps. */
function solve(lam: number, q: number, time: number): number {
  const lam2 = lam * lam;
  let x = startingX(lam, q, time);
  let low = -1; // T falls as x rises, so the root stays between these two
  let high = Infinity;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const y = Math.sqrt(q + lam2 * x * x);
    const t = flightTime(x, y, lam, q);
    const miss = t - time;
    if (miss > 0) low = x;
    else high = x;
    const step = stepOf(x, y, lam, q, t, miss);
    const scale = Math.min(1, 1 + x, y); // the curve bends within y of x = 0
    if (Math.abs(step) > 1e-13 * scale && !(low < x - step && x - step < high)) {
      x = high === Infinity ? 2 * x + 1 : 0.5 * (low + high);
      continue;
    }
    const size = Math.abs((1 - x) * (1 + x));
    x -= step;
    // A third-order step raises its error to the fourth power.
    if (Math.abs(step) <= (size > 1e-4 ? 1e-4 : 1e-13) * scale) return x;
  }
  return NaN;
}

/** Does an arc of under one revolution pass perigee, given its radial speeds at both ends? */
export function passesPerigee(longWay: boolean, radial1: number, radial2: number): boolean {
  if (longWay) return !(radial1 > 0 && radial2 < 0);
  return radial1 < 0 && radial2 > 0;
}

/** Perigee radius, m, of the conic through radius r (m) with these speeds (m/s). */
export function perigee(r: number, radial: number, transverse: number): number {
  // Semilatus rectum h^2 / mu over 1 + e, with e^2 = 1 + 2 energy h^2 / mu^2.
  const mu = GRAVITATIONAL_PARAMETER;
  const momentum2 = r * transverse * (r * transverse);
  const energy = 0.5 * (radial * radial + transverse * transverse) - mu / r;
  const eccentricity = Math.sqrt(Math.max(0, 1 + (2 * energy * momentum2) / (mu * mu)));
  return momentum2 / (mu * (1 + eccentricity));
}

// The triangle of the problem being solved: unit vectors of both ends, the second made square to the first (the way the
// arc turns), cosine and sine of half the angle, radii, chord. In one place and not on the heap.
const U = 0;
const W = 3;
const A = 6;
const COS_HALF = 9;
const SIN_HALF = 10;
const R1 = 11;
const R2 = 12;
const CHORD = 13;
const triangle = new Float64Array(14);

/** Fill the triangle; false where a number is not finite or a radius is 0. From sums and differences of the ends, with no
 *  acos: so exact near 0 and 180 degrees. */
function fillTriangle(x1: number, y1: number, z1: number, x2: number, y2: number, z2: number): boolean {
  const r1 = Math.sqrt(x1 * x1 + y1 * y1 + z1 * z1);
  const r2 = Math.sqrt(x2 * x2 + y2 * y2 + z2 * z2);
  if (!(r1 > 0 && r2 > 0 && isFinite(r1 + r2))) return false;
  const ux = x1 / r1;
  const uy = y1 / r1;
  const uz = z1 / r1;
  const wx = x2 / r2;
  const wy = y2 / r2;
  const wz = z2 / r2;
  const dx = x2 - x1;
  const dy = y2 - y1;
  const dz = z2 - z1;
  const t = triangle;
  t[U] = ux;
  t[U + 1] = uy;
  t[U + 2] = uz;
  t[W] = wx;
  t[W + 1] = wy;
  t[W + 2] = wz;
  t[R1] = r1;
  t[R2] = r2;
  t[CHORD] = Math.sqrt(dx * dx + dy * dy + dz * dz);
  const sx = wx + ux;
  const sy = wy + uy;
  const sz = wz + uz;
  const cosHalf = 0.5 * Math.sqrt(sx * sx + sy * sy + sz * sz);
  t[COS_HALF] = cosHalf;
  if (cosHalf < 0.5) {
    const along = sx * ux + sy * uy + sz * uz;
    t[A] = sx - along * ux;
    t[A + 1] = sy - along * uy;
    t[A + 2] = sz - along * uz;
    const ex = wx - ux;
    const ey = wy - uy;
    const ez = wz - uz;
    t[SIN_HALF] = 0.5 * Math.sqrt(ex * ex + ey * ey + ez * ez);
  } else {
    const along = dx * ux + dy * uy + dz * uz;
    const ax = (dx - along * ux) / r2;
    const ay = (dy - along * uy) / r2;
    const az = (dz - along * uz) / r2;
    t[A] = ax;
    t[A + 1] = ay;
    t[A + 2] = az;
    t[SIN_HALF] = (0.5 * Math.sqrt(ax * ax + ay * ay + az * az)) / cosHalf;
  }
  return true;
}

/** Write the velocities of the arc in the triangle, from its radial and transverse speeds at both ends. */
function fillVelocities(sinFull: number, radial1: number, turn1: number, radial2: number, turn2: number): void {
  const t = triangle;
  const over = sinFull > 0 ? 1 / sinFull : 0; // 0: one direction, a straight rise or fall
  const cosHalf = t[COS_HALF];
  const sinHalf = t[SIN_HALF];
  const cosFull = cosHalf * cosHalf - sinHalf * sinHalf;
  const tx = t[A] * over;
  const ty = t[A + 1] * over;
  const tz = t[A + 2] * over;
  const ux = t[U];
  const uy = t[U + 1];
  const uz = t[U + 2];
  velocities[0] = radial1 * ux + turn1 * tx;
  velocities[1] = radial1 * uy + turn1 * ty;
  velocities[2] = radial1 * uz + turn1 * tz;
  // The same turn carries u, t into w, s.
  velocities[3] = radial2 * t[W] + turn2 * (cosFull * tx - sinFull * ux);
  velocities[4] = radial2 * t[W + 1] + turn2 * (cosFull * ty - sinFull * uy);
  velocities[5] = radial2 * t[W + 2] + turn2 * (cosFull * tz - sinFull * uz);
}

function none(outcome: number): number {
  velocities.fill(0);
  return outcome;
}

/** Velocities at both ends of an arc, inertial frame, SI, in `velocities`; the outcome is returned. `longWay` asks for the
 *  arc that turns through more than 180 degrees. The velocities are 0 where the outcome is not SOLVED. */
export function lambert(x1: number, y1: number, z1: number, x2: number, y2: number, z2: number, time: number, longWay: boolean): number {
  if (!(time > 0 && time < Infinity) || !fillTriangle(x1, y1, z1, x2, y2, z2)) return none(BAD_INPUT);
  const t = triangle;
  const r1 = t[R1];
  const r2 = t[R2];
  const chord = t[CHORD];
  if (chord <= 1e-14 * r1) return none(COINCIDENT);
  const sinFull = Math.sqrt(t[A] * t[A] + t[A + 1] * t[A + 1] + t[A + 2] * t[A + 2]);
  if (sinFull < OPPOSITE && t[COS_HALF] < 0.5) return none(PLANE_UNDEFINED);
  // Izzo 2015, algorithm 1, from here on.
  const semi = 0.5 * (r1 + r2 + chord); // semiperimeter
  const side = longWay ? -1 : 1;
  const mean = Math.sqrt(r1 * r2);
  const lam = (side * mean * t[COS_HALF]) / semi;
  const q = chord / semi;
  const x = solve(lam, q, Math.sqrt((2 * GRAVITATIONAL_PARAMETER) / (semi * semi * semi)) * time);
  if (isNaN(x)) return none(NOT_CONVERGED);
  const y = Math.sqrt(q + lam * lam * x * x);
  // lam y + x, lam y - x and y + lam x, none of which cancels: the first two multiply to a known number, and the larger
  // one is computed.
  let plus = lam * y + x;
  let minus = lam * y - x;
  const product = q * (lam * lam - x * x * (1 + lam * lam));
  if (Math.abs(plus) > Math.abs(minus)) minus = product / plus;
  else if (minus !== 0) plus = product / minus;
  const across = lam * x > 0 ? y + lam * x : q / (y - lam * x);
  const gamma = Math.sqrt(0.5 * GRAVITATIONAL_PARAMETER * semi);
  const rho = (r1 - r2) / chord;
  const sigma = (2 * mean * t[SIN_HALF]) / chord;
  const radial1 = (gamma * (minus - rho * plus)) / r1;
  const radial2 = (-gamma * (minus + rho * plus)) / r2;
  const turn = side * gamma * sigma * across;
  if (passesPerigee(longWay, radial1, radial2) && perigee(r1, radial1, turn / r1) < CORE) return none(THROUGH_CENTRE);
  fillVelocities(sinFull, radial1, turn / r1, radial2, turn / r2);
  return SOLVED;
}
