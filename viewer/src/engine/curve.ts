/** Required speed against launch delay: what a deployment would need if it left sooner or later; stands beside
 *  reassure/engagement/curve.py, with the detail of its answers that follow the hand. */

import { FLIGHT_COLUMNS } from "./family";
import { NOT_FACED, type Pairs } from "./pairs";
import type { Battery } from "./problem";

const CLOSEST = 4; // flights of least margin that stand for all, and as many of latest launch
const APART = 12; // more, of those that differ most from each other
const STEP_S = 40; // between launch delays
const SHORTEST_S = 400; // between these a curve ends
const LONGEST_S = 1500;
const BEYOND = 1.3; // times the delay of note, where that is between them

/** At each launch delay (s) the least required speed (km/s) over some of the flights; null where no arc meets any. */
export interface Curve {
  delay_s: number[];
  required_speed_km_s: (number | null)[];
  /** How many flights it is over. */
  flights: number;
}

/** What a curve has to be worked out at: flights (rising), and launch delays (s). */
export interface CurvePlan {
  flights: number[];
  delays: number[];
}

/** A burnout in six numbers: a kilometre of position counts as a metre a second of velocity. */
function gap(rows: Float64Array, i: number, j: number): number {
  let sum = 0;
  for (let c = 0; c < 6; c++) {
    const off = (rows[i * FLIGHT_COLUMNS + c] - rows[j * FLIGHT_COLUMNS + c]) / (c < 3 ? 1e3 : 1);
    sum += off * off;
  }
  return Math.sqrt(sum);
}

/** At most APART of some flights, each the farthest from those before it. */
function apart(rows: Float64Array, among: number[], first: number): number[] {
  const chosen = [first];
  const gaps = among.map((i) => gap(rows, i, first));
  while (chosen.length < APART) {
    let farthest = 0;
    for (let k = 1; k < gaps.length; k++) if (gaps[k] > gaps[farthest]) farthest = k;
    if (!(gaps[farthest] > 0)) break;
    const next = among[farthest];
    chosen.push(next);
    for (let k = 0; k < gaps.length; k++) gaps[k] = Math.min(gaps[k], gap(rows, among[k], next));
  }
  return chosen;
}

/** The first few of some flights (rising) in the order of a key, the least first; not a number: last. */
function leastOf(among: number[], key: (i: number) => number): number[] {
  const least: number[] = [];
  const keys: number[] = [];
  for (const i of among) {
    const here = Number.isNaN(key(i)) ? Infinity : key(i);
    let at = keys.length;
    // Alike: the earlier one first.
    while (at > 0 && here < keys[at - 1]) at--;
    if (at === CLOSEST) continue;
    least.splice(at, 0, i);
    keys.splice(at, 0, here);
    least.length = keys.length = Math.min(keys.length, CLOSEST);
  }
  return least;
}

/** The flights that the answer turns on, and others, for what it turns on at other delays; from a launch with the flight to
 *  well past the delay at which the answer flips. Null where the deployment faces no flight. */
export function curvePlan(battery: Battery, rows: Float64Array, pairs: Pairs): CurvePlan | null {
  const faced: number[] = [];
  pairs.reason.forEach((reason, i) => reason !== NOT_FACED && faced.push(i));
  if (!faced.length) return null;
  const closest = leastOf(faced, (i) => pairs.margin_km_s[i]);
  const last = leastOf(faced, (i) => -pairs.critical_launch_delay_s[i]);
  const flights = [...new Set([...closest, ...last, ...apart(rows, faced, closest[0])])].sort((a, b) => a - b);
  let known = -Infinity;
  for (const i of faced) if (pairs.critical_launch_delay_s[i] > known) known = pairs.critical_launch_delay_s[i];
  const beyond = Math.max(known === -Infinity ? 0 : known, battery.launch.delay_s ?? 0);
  const end = Math.min(Math.max(SHORTEST_S, BEYOND * beyond), LONGEST_S);
  // The end is left out, and a step more takes it in.
  const steps = Math.ceil((end + STEP_S) / STEP_S);
  return { flights, delays: Array.from({ length: steps }, (_, k) => k * STEP_S) };
}

/** The rows of a plan's flights. */
export function curveRows(plan: CurvePlan, rows: Float64Array): Float64Array {
  const out = new Float64Array(plan.flights.length * FLIGHT_COLUMNS);
  plan.flights.forEach((i, k) => out.set(rows.subarray(i * FLIGHT_COLUMNS, (i + 1) * FLIGHT_COLUMNS), k * FLIGHT_COLUMNS));
  return out;
}

/** The curve of a plan from its least required speeds (m/s). */
export function curveOf(plan: CurvePlan, least: Float64Array): Curve {
  const required_speed_km_s = Array.from(least, (speed) => (isFinite(speed) ? speed / 1e3 : null));
  return { delay_s: plan.delays, required_speed_km_s, flights: plan.flights.length };
}
