/** Flights of a force on the turning Earth: minimum-energy, lofted and depressed; stands beside
 *  reassure/flight/family.py. A flight burns out at a given point and falls freely to its aim at height 0. Its
 *  minimum-energy form has the least Earth-relative speed at burnout; the others have a free-flight time that is a given
 *  ratio of that form's. SI units. */

import { ROTATION_RATE } from "./constants";
import { propagate, state } from "./kepler";
import { Search } from "./minimum";
import { BACKWARDS, BELOW_GROUND, SOLVED } from "./outcome";
import { HALF_TURN_TIME, leastEnergyTime, leaving, oneWay } from "./transfer";

/** Columns of a flight's row: burnout position (Earth-fixed, m), inertial velocity along the Earth-fixed axes of that
 *  instant (m/s), burnout time (s from launch), free-flight time (s, from burnout to the end). */
export const FLIGHT_COLUMNS = 8;
export const BURNOUT_TIME = 6;
export const FREE_FLIGHT_TIME = 7;

/** A flight the long way round is looked for up to here, s: one turn of a low orbit takes some 5,400 s. */
const LONGEST_FREE_FLIGHT = 7200;
const LONG_WAY_STEP = 40; // s: the least speed is that of one flight, or the edge of those that fly

/** A flight that is asked for: burnout, aim and heading (Earth-fixed; the heading a direction), and which way round. */
export interface Wanted {
  /** Burnout (m), aim (m) and heading, x, y and z of each: nine numbers. */
  ends: Float64Array;
  longWay: boolean;
}

/** Does it leave P, over the turning Earth, to within a right angle of the heading, heights apart? The velocity is that
 *  of the last `oneWay`. */
function leavesAhead(ends: Float64Array): boolean {
  const px = ends[0];
  const py = ends[1];
  const pz = ends[2];
  const x = leaving[1] + ROTATION_RATE * py;
  const y = leaving[2] - ROTATION_RATE * px;
  const z = leaving[3];
  const up = (x * px + y * py + z * pz) / (px * px + py * py + pz * pz);
  return (x - up * px) * ends[6] + (y - up * py) * ends[7] + (z - up * pz) * ends[8] > 0;
}

/** Is the arc of the last `oneWay` on its way down after tau? Otherwise it came up from below its aim. */
function comesDown(ends: Float64Array, tau: number): boolean {
  propagate(ends[0], ends[1], ends[2], leaving[1], leaving[2], leaving[3], tau);
  // r . v, the radius times its rate
  return state[0] * state[3] + state[1] * state[4] + state[2] * state[5] < 0;
}

/** Earth-relative burnout speed, m/s, of the flight that falls freely for tau (s) and leaves ahead; infinite where there
 *  is none. A flight the long way has to come down on its aim too: the short way's of least speed always does. */
function speedOf(tau: number, ends: Float64Array, longWay: boolean): number {
  const outcome = oneWay(ends[0], ends[1], ends[2], ends[3], ends[4], ends[5], tau, longWay);
  if (outcome !== SOLVED || !leavesAhead(ends)) return Infinity;
  return longWay && !comesDown(ends, tau) ? Infinity : leaving[0];
}

const search = new Search();

/** Free-flight time, s, of least burnout speed; 0 where there is none. The short way's lies between a third and three
 *  times the least-energy time of a still Earth. The long way's is often the edge of what flies at all, so the times up to
 *  LONGEST_FREE_FLIGHT are looked through first. */
export function minimumEnergyTime({ ends, longWay }: Wanted): number {
  let guess = longWay ? longWayStart(ends) : leastEnergyTime(ends[0], ends[1], ends[2], ends[3], ends[4], ends[5]);
  if (guess === 0) return 0;
  const low = longWay ? guess - LONG_WAY_STEP : 0.3 * guess;
  const high = longWay ? guess + LONG_WAY_STEP : 3 * guess;
  search.open(low, high, guess, speedOf(guess, ends, longWay), 1e-5 * guess);
  while (search.active) search.narrow(speedOf(search.trial, ends, longWay));
  if (!isFinite(search.fx)) return 0;
  return longWay || (1.01 * low < search.x && search.x < 0.99 * high) ? search.x : 0;
}

/** A free-flight time near that of least burnout speed the long way round; 0 where there is no flight. */
function longWayStart(ends: Float64Array): number {
  let best = 0;
  let least = Infinity;
  for (let tau = HALF_TURN_TIME; tau < LONGEST_FREE_FLIGHT; tau += LONG_WAY_STEP) {
    const speed = speedOf(tau, ends, true);
    if (speed < least) {
      best = tau;
      least = speed;
    }
  }
  return best + LONG_WAY_STEP >= LONGEST_FREE_FLIGHT ? 0 : best;
}

/** Outcome of the flight of a free-flight time tau (s); its speed and velocity stand in `leaving` (of transfer.ts), of
 *  BELOW_GROUND and BACKWARDS arcs too, where there is one. */
export function timedFlight({ ends, longWay }: Wanted, tau: number): number {
  const outcome = oneWay(ends[0], ends[1], ends[2], ends[3], ends[4], ends[5], tau, longWay);
  if (outcome !== SOLVED) return outcome;
  if (!leavesAhead(ends)) return BACKWARDS;
  // Above ground all the way: it must come down on the aim, not up through it.
  return comesDown(ends, tau) ? SOLVED : BELOW_GROUND;
}

/** When the flight of a row comes to its aim, s from its launch. */
export function endTime(flight: Float64Array): number {
  return flight[BURNOUT_TIME] + flight[FREE_FLIGHT_TIME];
}

/** Where a flight stands over the turning Earth at `when` (s from its launch): Earth-fixed, m, from place `at` of `out`
 *  on. The free flight is a Kepler arc, and goes on as one before the burnout and after the end. */
export function standing(flight: Float64Array, when: number, out: Float64Array, at: number): void {
  const after = when - flight[BURNOUT_TIME];
  propagate(flight[0], flight[1], flight[2], flight[3], flight[4], flight[5], after);
  const cos = Math.cos(ROTATION_RATE * after);
  const sin = Math.sin(ROTATION_RATE * after);
  const x = state[0];
  const y = state[1];
  out[at] = cos * x + sin * y;
  out[at + 1] = cos * y - sin * x;
  out[at + 2] = state[2];
}

/** Earth-fixed positions of a flight at `nodes` (2 or more) equal steps of its free flight, both ends included, into the
 *  first 3 nodes numbers of `out`, m. */
export function earthFixedTrack(flight: Float64Array, nodes: number, out: Float64Array): void {
  for (let k = 0; k < nodes; k++) standing(flight, flight[BURNOUT_TIME] + (flight[FREE_FLIGHT_TIME] * k) / (nodes - 1), out, 3 * k);
}
