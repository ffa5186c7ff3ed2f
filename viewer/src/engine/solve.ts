/** The answer to a move: one deployment against the flights of one base or of all, worked out again only where something
 *  changed. As reassure/web/move.py and web/answer.py have it. */

import { curveDelays, curveOf, Rising, type Curve } from "./curve";
import { FLIGHT_COLUMNS } from "./family";
import { WHOLE, askedFor, flightsOf, type Flights, type Share } from "./flights";
import { delaysOf } from "./launches";
import { blankPairs, countedOf, pairsOf, Searcher, sitesOf, standOf, unknownRequired, type Pairs, type Required, type Stand } from "./pairs";
import { moved, type Changes, type Moved } from "./move";
import type { Battery, Force, Problem } from "./problem";

/** The answer to a move. */
export interface Answer {
  moved: Moved;
  flights: Flights;
  /** Of all the flights; NOT_FACED where the deployment does not face one. */
  pairs: Pairs;
  /** Null where it was not asked for, or the deployment faces no flight. */
  curve: Curve | null;
}

/** A value that is made again only when what it is made of has changed. */
class Kept<T> {
  private key = "";
  private value: T | null = null;

  get(key: string, make: () => T): T {
    if (this.value === null || key !== this.key) {
      this.value = make();
      this.key = key;
    }
    return this.value;
  }
}

/** Of n flights those that a deployment faces: their places. */
function facedOf(forces: Force[], flights: Flights, faces: number[]): Int32Array {
  const out: number[] = [];
  let end = 0;
  let force = -1;
  for (let i = 0; i < flights.count; i++) {
    while (flights.number[i] >= end) end += askedFor(forces[++force]);
    if (faces.includes(force)) out.push(i);
  }
  return Int32Array.from(out);
}

function picked(from: Float64Array, which: Int32Array, width: number): Float64Array {
  if (which.length * width === from.length) return from;
  const out = new Float64Array(which.length * width);
  which.forEach((i, k) => out.set(from.subarray(i * width, (i + 1) * width), k * width));
  return out;
}

/** What the sites of a deployment depend on. */
function placeKey(battery: Battery): string {
  return JSON.stringify([battery.place, battery.burnout_height_km]);
}

/** The flights that a deployment faces: where they stand among all, their rows and bases. */
interface Facing {
  which: Int32Array;
  rows: Float64Array;
  bases: Float64Array;
}

/** Answers moves of one problem, and keeps what the next one may need again: flights where booster, ratio and base stay;
 *  meetings where delay, place and flights stay. With another speed alone only latest launches are worked out anew. */
export class Solver {
  private readonly flights = new Kept<Flights>();
  private readonly facing = new Kept<Facing>();
  private readonly searcher = new Kept<Searcher>();
  private readonly counted = new Kept<ReturnType<typeof countedOf>>();
  private readonly delays = new Kept<Float64Array>();
  private readonly prompts = new Kept<Required>();
  private readonly stand = new Kept<Stand>();
  private readonly rising = new Kept<Rising>();
  /** What the last answer's curve is worked out from. */
  private last: { early: string; battery: Battery; stand: Stand } | null = null;

  /** `share`: the part of the flights that is asked about. */
  constructor(
    private readonly problem: Problem,
    private readonly share: Share = WHOLE,
  ) {}

  /** The answer to a move; the curve takes as long again where more than the speed is new, and is left out on demand. */
  solve(changes: Changes, curve = true): Answer {
    const asked = moved(this.problem, changes);
    const { forces, battery } = asked;
    const force = JSON.stringify([changes.base, changes.burnout_time_s, changes.flight_time_ratio]);
    const flights = this.flights.get(force, () => flightsOf(forces, this.share));
    const faces = `${force} ${battery.faces}`;
    const facing = this.facing.get(faces, () => {
      const which = facedOf(forces, flights, battery.faces);
      return { which, rows: picked(flights.rows, which, FLIGHT_COLUMNS), bases: picked(flights.bases, which, 3) };
    });
    const stand = this.standing(battery, facing, faces);
    const pairs = spread(pairsOf(battery, facing.rows, stand), facing.which, flights.count);
    return { moved: asked, flights, pairs, curve: curve && facing.which.length ? this.curve(battery, pairs, facing.which.length) : null };
  }

  private standing(battery: Battery, facing: Facing, faces: string): Stand {
    const place = placeKey(battery);
    const searcher = this.searching(battery);
    const heights = `${faces} ${battery.intercept_heights_km}`;
    const counted = this.counted.get(heights, () => countedOf(battery, facing.rows));
    const launch = `${faces} ${JSON.stringify(battery.launch)}`;
    const delays = this.delays.get(launch, () => delaysOf(battery, this.problem.sensors, facing.rows, facing.bases));
    const early = [place, heights, battery.burn_time_s].join(" ");
    const prompts = this.prompts.get(early, () => unknownRequired(counted.owner.length));
    const stand = this.stand.get(`${early} ${launch}`, () => standOf(battery, searcher, counted, delays, prompts));
    this.last = { early, battery, stand };
    return stand;
  }

  private curve(battery: Battery, pairs: Pairs, flights: number): Curve {
    const delays = curveDelays(battery, pairs);
    return curveOf(delays, this.least(delays.length), flights);
  }

  /** Least required speeds (m/s) at the first so many delays of a curve, over the flights of the last answer. */
  least(count: number): Float64Array {
    const { early, battery, stand } = this.last!;
    const { delay_s } = battery.launch;
    const known = typeof delay_s === "number" ? { delay_s, speed: stand.required.speed } : null;
    return this.rising.get(early, () => new Rising(stand.searcher, stand.counted, battery.burn_time_s, known)).upTo(count);
  }

  private searching(battery: Battery): Searcher {
    return this.searcher.get(placeKey(battery), () => new Searcher(sitesOf(battery)));
  }
}

/** Pairs of some of n flights as pairs of all. */
function spread(pairs: Pairs, which: Int32Array, n: number): Pairs {
  if (which.length === n) return pairs;
  const out = blankPairs(n);
  for (const name of Object.keys(out) as (keyof Pairs)[]) which.forEach((i, k) => (out[name][i] = pairs[name][k]));
  return out;
}

/** The answer to one move, worked out from nothing. */
export function solve(problem: Problem, changes: Changes, curve = true): Answer {
  return new Solver(problem).solve(changes, curve);
}
