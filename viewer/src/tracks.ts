/** All flights as drawn points, worked out once; and one flight finely. */

import { earthFixed, standing, type Burnout, type Place, type Vector } from "./arc";
import type { View } from "./data";
import { indexAt, trace } from "./geometry";
import { arcBetween } from "./lambert";
import type { ViewFlights } from "./types";

// Steps of a flight's boost and fall where all are drawn: 18 points for each of thousands of flights, and more only for
// falls so long that the line would have corners.
const BOOST = 3;
const FALL = 14;
const FALL_STEP = 150; // s at most

/** Steps of a flight's fall where all are drawn. */
const fallSteps = (burnoutTime: number, flightTime: number): number => Math.max(FALL, Math.ceil((flightTime - burnoutTime) / FALL_STEP));

/** A boost and a fall as points of the drawn sphere: x, y, z in a row. */
class Line {
  readonly points: Float32Array;
  readonly count: number;

  constructor(readonly flight: Burnout, from: Place, readonly boost: number, readonly fall: number) {
    this.count = boost + fall + 1;
    this.points = new Float32Array(3 * this.count);
    trace(flight, from, boost, fall, this.points, 0);
  }

  /** Point `k`, from the first on. */
  point(k: number): Vector {
    return [this.points[3 * k], this.points[3 * k + 1], this.points[3 * k + 2]];
  }
}

/** One flight finely, from its launch on. */
export class Track extends Line {
  constructor(flight: Burnout, base: Place) {
    super(flight, base, 12, 96);
  }

  /** Where it is at a time; null before its launch and after its end. */
  at(when: number): Vector | null {
    return pointAt(this.points, 0, indexAt(this.flight, this.boost, this.fall, when));
  }
}

/** An interceptor's free fall from its site to the meeting, from its burnout on. */
export class Arc extends Line {
  constructor(flight: Burnout, readonly site: [number, number]) {
    super(flight, { latitude: site[0], longitude: site[1], height: 0 }, 0, 64);
  }

  /** Where it is at a time, s after the flight's launch; null before its burnout and after the meeting. */
  at(when: number): Vector | null {
    // Both times count from the flight's launch; the arc begins at the interceptor's burnout.
    const { burnoutTime: launch, flightTime: meeting } = this.flight;
    if (when < launch || when > meeting) return null;
    return pointAt(this.points, 0, ((when - launch) / (meeting - launch)) * (this.count - 1));
  }
}

/** Between two points, by a straight line. */
function pointAt(points: Float32Array, start: number, index: number | null): Vector | null {
  if (index === null) return null;
  const k = Math.floor(index);
  const u = index - k;
  const a = start + 3 * k;
  const b = u > 0 ? a + 3 : a; // the last point has none after it
  return [0, 1, 2].map((i) => points[a + i] + u * (points[b + i] - points[a + i])) as Vector;
}

/** Points of all flights, x, y, z in a row; of flight i from point `first[i]` to before `first[i + 1]`. */
interface Traced {
  points: Float32Array;
  first: Uint32Array;
}

/** Of flights that stay while other numbers change. */
const traced = new WeakMap<ViewFlights, Traced>();

function traceAll(view: View): Traced {
  const first = new Uint32Array(view.count + 1);
  for (let i = 0; i < view.count; i++) first[i + 1] = first[i] + BOOST + fallSteps(view.burnoutTime[i], view.flightTime[i]) + 1;
  const points = new Float32Array(3 * first[view.count]);
  for (let i = 0; i < view.count; i++) trace(view.flight(i), view.basePlace(i), BOOST, first[i + 1] - first[i] - BOOST - 1, points, 3 * first[i]);
  return { points, first };
}

/** All flights coarsely, one after the other. */
export class Tracks implements Traced {
  readonly points: Float32Array;
  readonly first: Uint32Array;

  constructor(readonly view: View) {
    const { flights } = view.raw;
    const found = traced.get(flights) ?? traceAll(view);
    traced.set(flights, found);
    this.points = found.points;
    this.first = found.first;
  }

  /** Where flight `i` is at a time, near enough for a dot. */
  at(i: number, when: number): Vector | null {
    const times = { burnoutTime: this.view.burnoutTime[i], flightTime: this.view.flightTime[i] };
    return pointAt(this.points, 3 * this.first[i], indexAt(times, BOOST, this.first[i + 1] - this.first[i] - BOOST - 1, when));
  }

  /** Flight `i` with points enough for a line that is looked at. */
  fine(i: number): Track {
    return new Track(this.view.flight(i), this.view.basePlace(i));
  }

  /** Deployment `d`'s arc to its cheapest meeting with flight `i`; null where there is none. */
  arc(d: number, i: number): Arc | null {
    const site = this.view.site(d, i);
    const { launch, intercept } = this.view.pairs[d];
    if (!site || Number.isNaN(intercept[i])) return null;
    const { burnout_height_km: height, burn_time_s: burn } = this.view.raw.deployments[d];
    const target = standing(this.view.flight(i), intercept[i]);
    // The ideal interceptor burns out straight above its site.
    const arc = arcBetween(earthFixed(site[0], site[1], 1e3 * height), target, launch[i] + burn, intercept[i]);
    return arc && new Arc(arc, site);
  }

  /** Where deployment `d` meets flight `i`. */
  meeting(d: number, i: number): Vector | null {
    const when = this.view.pairs[d].intercept[i];
    return Number.isNaN(when) ? null : this.at(i, when);
  }
}
