/** Required speed against launch delay: what a deployment would need if it left sooner or later; stands beside
 *  reassure/engagement/curve.py, which says how it is found. */

import type { Parts } from "./heights";
import type { Pairs, Searcher } from "./pairs";
import type { Battery } from "./problem";

const STEP_S = 20; // between launch delays
const SHORTEST_S = 400; // between these a curve ends
const LONGEST_S = 1500;
const BEYOND = 1.3; // times the delay of note, where that is between them
const ABOVE = 1000; // m/s: a part is looked for up to so much above the least that is known
const LOST = 300; // m/s: so much less than that one which was not found may need

/** At each launch delay (s) the least required speed (km/s) over the flights; null where no arc meets any. */
export interface Curve {
  delay_s: number[];
  required_speed_km_s: (number | null)[];
  /** How many flights it is over. */
  flights: number;
}

/** The launch delays (s) of a deployment's curve: from a launch with the flight to well past the delay at which the answer
 *  flips. */
export function curveDelays(battery: Battery, pairs: Pairs): number[] {
  let beyond = battery.launch.delay_s ?? 0;
  for (const delay of pairs.critical_launch_delay_s) if (delay > beyond) beyond = delay;
  const end = Math.min(Math.max(SHORTEST_S, BEYOND * beyond), LONGEST_S);
  // The end is left out, and a step more takes it in.
  const steps = Math.ceil((end + STEP_S) / STEP_S);
  return Array.from({ length: steps }, (_, k) => k * STEP_S);
}

/** Speeds (m/s) that parts of flights need at one launch delay (s). */
export interface Known {
  delay_s: number;
  speed: Float64Array;
}

/** The least required speeds over parts of flights, at one launch delay after the other, as far as they were asked for. They
 *  depend on nothing that the hand sets of the interceptor's speed. */
export class Rising {
  /** Of each part, m/s: what it needs at some delay before, and so at least what it needs later; 0: nothing is known. */
  private readonly bounds: Float64Array;
  private readonly order: Int32Array;
  /** At each delay, m/s. */
  private readonly least: number[] = [];

  constructor(
    private readonly searcher: Searcher,
    private readonly counted: Parts,
    private readonly burn_time_s: number,
    private readonly known: Known | null,
  ) {
    this.bounds = new Float64Array(counted.owner.length);
    this.order = Int32Array.from(this.bounds.keys());
  }

  /** The least required speeds (m/s) at the first so many delays; infinite where no arc meets any flight. */
  upTo(count: number): Float64Array {
    while (this.least.length < count) this.least.push(this.next());
    return Float64Array.from(this.least.slice(0, count));
  }

  private next(): number {
    const { bounds, order, known } = this;
    const delay = this.least.length * STEP_S;
    if (known && known.delay_s <= delay) known.speed.forEach((speed, k) => (bounds[k] = Math.max(bounds[k], speed)));
    // Which are probably the least, where the bounds are alike.
    const hint = known ? known.speed : bounds;
    const rises = (a: number, b: number): number => (a === b ? 0 : a - b);
    order.sort((a, b) => rises(bounds[a], bounds[b]) || rises(hint[a], hint[b]) || a - b);
    let least = Infinity;
    for (const k of order) {
      if (!(bounds[k] < least)) break;
      const ceiling = least + ABOVE;
      const speed = this.searcher.speedOf(this.counted, k, delay + this.burn_time_s, ceiling);
      bounds[k] = Math.max(bounds[k], speed < Infinity ? speed : ceiling - LOST);
      least = Math.min(least, speed);
    }
    return least;
  }
}

/** A curve over so many flights from its least required speeds (m/s). */
export function curveOf(delays: number[], least: Float64Array, flights: number): Curve {
  const required_speed_km_s = Array.from(least, (speed) => (isFinite(speed) ? speed / 1e3 : null));
  return { delay_s: delays, required_speed_km_s, flights };
}
