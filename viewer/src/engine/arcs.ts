/** One interceptor site against one point of a flight: the least speed, and the quickest arc; stands beside
 *  reassure/reach/ideal/arcs.py. Points Earth-fixed, m; times in s; speeds Earth-relative, m/s. */

import { GRAVITATIONAL_PARAMETER, POLAR_RADIUS, ROTATION_RATE } from "./constants";
import { Search } from "./minimum";
import { HALF_TURN_TIME, leastEnergyTime, relativeSpeed } from "./transfer";

/** m/s. A place is looked into if one arc to it needs no more than this above the best so far (design/scan_spacing.py). */
export const SLACK = 150;
/** s. A quickest time is found to this. */
const RESOLUTION_OF_TIME = 0.01;
const WITHIN = 1e-3; // of the least-energy time; the speed is flat there, so its error is some 1e-3 m/s
const FAR_STEP = 120; // s between times tried for the long way round
const STRONGEST_GRAVITY = GRAVITATIONAL_PARAMETER / (POLAR_RADIUS * POLAR_RADIUS);
const ROOT_MU_R0 = Math.sqrt(GRAVITATIONAL_PARAMETER * POLAR_RADIUS);

/** An Earth-relative speed below which no arc joins P to Q in tau: the straight line less what gravity can help by
 *  (docs/guarantee.md, (10)), less what the Earth's turning can. */
export function chordBound(px: number, py: number, pz: number, qx: number, qy: number, qz: number, tau: number): number {
  const dx = qx - px;
  const dy = qy - py;
  const dz = qz - pz;
  const lift = ROTATION_RATE * (Math.sqrt(px * px + py * py) + Math.sqrt(qx * qx + qy * qy));
  return Math.sqrt(dx * dx + dy * dy + dz * dz) / tau - 0.5 * STRONGEST_GRAVITY * tau - lift;
}

/** An Earth-relative speed below which no arc of at most tau above ground joins P to Q: its major axis is at least the
 *  semiperimeter (docs/guarantee.md, (12), first term). The chord is the least that the Earth's turning makes of it in that
 *  time. The turning takes omega rho off the speed at most; and where the target stays to the west of the site, and there
 *  is no time to go round by the east, it adds instead. */
export function energyBound(px: number, py: number, pz: number, qx: number, qy: number, qz: number, tau: number): number {
  const r1 = Math.sqrt(px * px + py * py + pz * pz);
  const r2 = Math.sqrt(qx * qx + qy * qy + qz * qz);
  const turned = ROTATION_RATE * tau;
  let ahead = px * qx + py * qy;
  const east = px * qy - py * qx;
  const sine = Math.sin(turned);
  const cosine = Math.cos(turned);
  const eastAfter = east * cosine + ahead * sine;
  // The turning carries it past the site, or not.
  if (east < 0 && eastAfter >= 0) ahead = Math.sqrt(ahead * ahead + east * east);
  else ahead = Math.max(ahead, ahead * cosine - east * sine);
  // The chord squared, by the law of cosines; rounding must not make it less than |r1 - r2|.
  const across = r1 * r1 + r2 * r2 - 2 * (ahead + pz * qz);
  const chord = Math.sqrt(Math.max(across, (r1 - r2) * (r1 - r2)));
  // v^2 = mu (2/r1 - 1/a), with a at least half the semiperimeter (r1 + r2 + c)/2.
  const energy = Math.max(0, 2 * GRAVITATIONAL_PARAMETER * (1 / r1 - 2 / (r1 + r2 + chord)));
  const ground = ROTATION_RATE * Math.sqrt(px * px + py * py);
  // |v - omega x r|^2 = v^2 - 2 omega rho v_east + (omega rho)^2, with v_east below 0.
  if (east < 0 && eastAfter < 0 && tau <= HALF_TURN_TIME) return Math.sqrt(energy + ground * ground);
  return Math.sqrt(energy) - ground;
}

/** An Earth-relative speed below which no arc from P turns through more than 180 degrees: it keeps above R0 with a
 *  semilatus rectum of at least R0. */
export function longWayBound(px: number, py: number, pz: number): number {
  return ROOT_MU_R0 / Math.sqrt(px * px + py * py + pz * pz) - ROTATION_RATE * Math.sqrt(px * px + py * py);
}

/** Least speed of arcs from P to Q at a few times from HALF_TURN_TIME to `longest`, which is longer; infinite where none
 *  stays above the ground. */
export function farSpeed(px: number, py: number, pz: number, qx: number, qy: number, qz: number, longest: number): number {
  const steps = 2 + Math.trunc((longest - HALF_TURN_TIME) / FAR_STEP);
  let best = Infinity;
  for (let k = 1; k <= steps; k++) {
    const tau = HALF_TURN_TIME + ((longest - HALF_TURN_TIME) * k) / steps;
    best = Math.min(best, relativeSpeed(tau, px, py, pz, qx, qy, qz));
  }
  return best;
}

/** The time of the last `leastSpeed`, s. */
export const leastTime = new Float64Array(1);

/** Least Earth-relative speed from P to Q in at most `longest` seconds, and its time in `leastTime`. Infinite where no arc
 *  of that time or less stays above the ground. Given time for half a turn of the Earth there are two families of arcs, one
 *  each way round; they are told apart only where a long way could be the slower arc. */
export function leastSpeed(px: number, py: number, pz: number, qx: number, qy: number, qz: number, longest: number): number {
  const near = nearestLeast(px, py, pz, qx, qy, qz, longest);
  if (longest <= HALF_TURN_TIME || near <= longWayBound(px, py, pz)) return near;
  return farLeast([px, py, pz, qx, qy, qz], longest, near);
}

const far = new Search();

/** As `leastSpeed`, over both families; `best` is the least of the one that holds the arc of least energy, and its time
 *  stands in `leastTime`. */
function farLeast(ends: number[], longest: number, best: number): number {
  const [px, py, pz, qx, qy, qz] = ends;
  const steps = 2 + Math.trunc((longest - HALF_TURN_TIME) / FAR_STEP);
  const step = (longest - HALF_TURN_TIME) / steps;
  let here = relativeSpeed(HALF_TURN_TIME + 1e-3, px, py, pz, qx, qy, qz);
  for (let k = 1; k <= steps; k++) {
    const tau = HALF_TURN_TIME + step * k;
    const after = k < steps ? relativeSpeed(tau + step, px, py, pz, qx, qy, qz) : Infinity;
    const before = here;
    here = relativeSpeed(tau, px, py, pz, qx, qy, qz);
    // Each family may be cut off by the ground beside its least: look on both sides.
    if (here > before || here > after || here > best + SLACK) continue;
    const low = tau - step;
    const high = Math.min(longest, tau + step);
    const start = Math.min(tau, high - 1e-3);
    far.open(low, high, start, relativeSpeed(start, px, py, pz, qx, qy, qz), 0.05);
    while (far.active) far.narrow(relativeSpeed(far.trial, px, py, pz, qx, qy, qz));
    if (far.fx < best) {
      best = far.fx;
      leastTime[0] = far.x;
    }
    if (here < best) {
      best = here;
      leastTime[0] = tau;
    }
  }
  return best;
}

const near = new Search();

function at(time: number, speed: number): number {
  leastTime[0] = time;
  return speed;
}

/** As `leastSpeed`, for the family of arcs that holds the arc of least energy. Along the arcs of one family the speed falls
 *  with time to one minimum and then rises (Battin, section 6.5), so the answer is either that minimum or the longest time
 *  allowed, compared exactly. */
function nearestLeast(px: number, py: number, pz: number, qx: number, qy: number, qz: number, longest: number): number {
  const atEdge = relativeSpeed(longest, px, py, pz, qx, qy, qz);
  const guess = leastEnergyTime(px, py, pz, qx, qy, qz);
  if (longest < 3 * guess) {
    if (!isFinite(atEdge)) return at(longest, Infinity);
    if (longest < 2 * guess && atEdge <= relativeSpeed(longest * (1 - 1e-4), px, py, pz, qx, qy, qz)) return at(longest, atEdge);
  }
  // The Earth's turning shifts the minimum by a few per cent of the guess, except for slow arcs.
  for (let wide = 1.2; ; wide = 5) {
    const low = guess / wide;
    const high = Math.min(guess * wide, longest);
    if (high <= low) return at(longest, atEdge);
    const start = guess < 0.95 * high ? guess : 0.5 * (low + high);
    near.open(low, high, start, relativeSpeed(start, px, py, pz, qx, qy, qz), WITHIN * guess);
    while (near.active) near.narrow(relativeSpeed(near.trial, px, py, pz, qx, qy, qz));
    const settled = low + 3 * near.within < near.x && near.x < high - 3 * near.within;
    if (settled || (high === longest && atEdge <= near.fx) || wide === 5) break;
  }
  return atEdge <= near.fx ? at(longest, atEdge) : at(near.x, near.fx);
}

/** Least time, to 10 ms, in which `speed` takes an interceptor from P to Q, the first six of `ends`. `slow` is a time in
 *  which it is known to get there; below it the speed needed rises without a break as the time shrinks. Regula falsi
 *  (Illinois) in 1 / time, in which the speed is nearly straight; halving where no arc stays above the ground. */
export function quickest(ends: Float64Array, speed: number, slow: number): number {
  const px = ends[0];
  const py = ends[1];
  const pz = ends[2];
  const qx = ends[3];
  const qy = ends[4];
  const qz = ends[5];
  let fast = Math.min(soonest(ends, speed, slow), 0.999 * slow);
  if (fast <= 0) return 0;
  let over = relativeSpeed(fast, px, py, pz, qx, qy, qz) - speed;
  let under = relativeSpeed(slow, px, py, pz, qx, qy, qz) - speed;
  if (over <= 0) return fast;
  let last = 0;
  for (let pass = 0; pass < 80; pass++) {
    if (slow - fast <= RESOLUTION_OF_TIME) break;
    let middle = 0.5 * (fast + slow);
    if (isFinite(over)) {
      middle = ((over - under) * fast * slow) / (over * fast - under * slow);
      // Some way from both ends, so that both of them close in.
      middle = Math.min(Math.max(middle, fast + 4e-3), slow - 4e-3);
    }
    const excess = relativeSpeed(middle, px, py, pz, qx, qy, qz) - speed;
    if (excess <= 0) {
      slow = middle;
      under = excess;
      if (last === 1) over *= 0.5;
      last = 1;
    } else {
      fast = middle;
      over = excess;
      if (last === -1) under *= 0.5;
      last = -1;
    }
  }
  return slow;
}

/** The chord bound, solved for the time: sooner than this it cannot be there. */
function soonest(ends: Float64Array, speed: number, slow: number): number {
  const dx = ends[3] - ends[0];
  const dy = ends[4] - ends[1];
  const dz = ends[5] - ends[2];
  const offAxis = Math.sqrt(ends[0] * ends[0] + ends[1] * ends[1]) + Math.sqrt(ends[3] * ends[3] + ends[4] * ends[4]);
  return Math.sqrt(dx * dx + dy * dy + dz * dz) / (speed + ROTATION_RATE * offAxis + 0.5 * STRONGEST_GRAVITY * slow);
}

/** Least distance, m, from a site to the nodes of a flight, the first 3 `nodes` numbers of `track`. */
export function nearestNode(px: number, py: number, pz: number, track: Float64Array, nodes: number): number {
  let least = Infinity;
  for (let k = 0; k < 3 * nodes; k += 3) {
    const dx = track[k] - px;
    const dy = track[k + 1] - py;
    const dz = track[k + 2] - pz;
    least = Math.min(least, dx * dx + dy * dy + dz * dz);
  }
  return Math.sqrt(least);
}

/** How many nodes to step at a time for a site that the flight comes within `nearest` (m) of: seen from far off, the speed
 *  changes slowly from node to node (design/scan_spacing.py). */
export function stride(nearest: number): number {
  if (nearest < 0.8e6) return 1;
  return nearest < 1.8e6 ? 2 : 3;
}
