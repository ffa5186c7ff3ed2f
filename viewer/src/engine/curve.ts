/** Required speed against launch delay: what a deployment would need if it left sooner or later; stands beside
 *  reassure/engagement/curve.py, which says how it is found. */

import type { Parts } from "./heights";
import type { Pairs, Required, Searcher } from "./pairs";
import type { Battery } from "./problem";

const STEP_S = 20; // between launch delays
const SHORTEST_S = 400; // between these a curve ends
const LONGEST_S = 1500;
const BEYOND = 1.3; // times the delay of note, where that is between them

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

/** The least required speeds over parts of flights, at one launch delay after the other, as far as they were asked for. They
 *  depend on nothing that the hand sets of the interceptor's speed. */
export class Rising {
  /** Of each part, m/s: what it needs at some delay before, and so at least what it needs later; 0: not looked at. */
  private readonly bounds: Float64Array;
  /** The parts, those of the least bounds first. */
  private readonly order: Int32Array;
  /** At each delay, m/s. */
  private readonly least: number[] = [];

  /** `prompts`: the meetings for launches with the flights, as far as they are known. */
  constructor(
    private readonly searcher: Searcher,
    private readonly counted: Parts,
    private readonly prompts: Required,
    private readonly burn_time_s: number,
  ) {
    this.bounds = new Float64Array(counted.owner.length);
    this.order = Int32Array.from(this.bounds.keys());
  }

  /** The least required speeds (m/s) at the first so many delays; infinite where no arc meets any flight. */
  upTo(count: number): Float64Array {
    while (this.least.length < count) this.least.push(this.least.length ? this.next() : this.first());
    return Float64Array.from(this.least.slice(0, count));
  }

  private first(): number {
    this.searcher.promptly(this.counted, this.prompts, this.burn_time_s);
    this.bounds.set(this.prompts.speed);
    return this.bounds.reduce((least, speed) => Math.min(least, speed), Infinity);
  }

  private next(): number {
    const ready = this.least.length * STEP_S + this.burn_time_s;
    const { bounds, order } = this;
    order.sort((a, b) => bounds[a] - bounds[b] || a - b);
    let least = Infinity;
    for (const k of order) {
      if (!(bounds[k] < least)) break;
      const speed = this.searcher.speedOf(this.counted, k, ready);
      bounds[k] = Math.max(bounds[k], speed);
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
