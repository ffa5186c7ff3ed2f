/** One deployment's ideal interceptor against flights: required speeds, margins, latest launches; stands beside
 *  reassure/engagement/ideal.py. A flight's answer does not depend on what other flights are asked about. */

import { RADIANS } from "./constants";
import { BURNOUT_TIME, FLIGHT_COLUMNS, FREE_FLIGHT_TIME } from "./family";
import { earthFixed, geodetic } from "./frames";
import { parts, type Parts } from "./heights";
import { lattice, type Lattice } from "./lattice";
import { latestDeparture } from "./latest";
import type { Battery } from "./problem";
import { Meeting } from "./required";
import { Course, NODE_SPACING_S, nodesOf } from "./scan";

/** Why a critical value is missing; the numbers of reassure/answers/reasons.py. */
export const NONE_MISSING = 0;
export const NEVER_IN_REACH = 1;
export const NO_ARC_AT_DELAY = 2;
export const NO_ARC_EVER = 3;
export const DIVERT_ENOUGH = 4;
export const NOT_SENSED = 5;
export const NEVER_AT_HEIGHT = 6;
export const NOT_FACED = 7;

/** Where a deployment's ideal interceptor burns out, in the order of a search. */
export function sitesOf(battery: Battery): Lattice {
  const { points } = battery.place;
  const above = new Float64Array(3 * points.length);
  points.forEach(([lat, lon], k) => earthFixed(lat * RADIANS, lon * RADIANS, 1e3 * battery.burnout_height_km, above, 3 * k));
  return lattice(above);
}

/** The parts of flights at which an intercept counts for a deployment. */
export function countedOf(battery: Battery, rows: Float64Array): Parts {
  const [low, high] = battery.intercept_heights_km;
  return parts(rows, 1e3 * low, high === null ? Infinity : 1e3 * high);
}

/** The meeting of least speed with each of m parts of flights. */
export interface Required {
  /** 1 where it has been looked for. */
  done: Uint8Array;
  /** In the order of the search; -1: no arc meets it. */
  site: Int32Array;
  /** Least speed, m/s; infinite where no arc meets it. */
  speed: Float64Array;
  /** The interceptor's burnout, and the intercept, s from the flight's launch. */
  departure: Float64Array;
  intercept: Float64Array;
  /** Earth-fixed, m: three numbers each. */
  point: Float64Array;
}

/** Meetings with m parts of flights, none of which has been looked for. */
export function unknownRequired(m: number): Required {
  return {
    done: new Uint8Array(m),
    site: new Int32Array(m).fill(-1),
    speed: new Float64Array(m).fill(Infinity),
    departure: new Float64Array(m).fill(Infinity),
    intercept: new Float64Array(m).fill(Infinity),
    point: new Float64Array(3 * m).fill(Infinity),
  };
}

function rowOf(rows: Float64Array, i: number): Float64Array {
  return rows.subarray(i * FLIGHT_COLUMNS, (i + 1) * FLIGHT_COLUMNS);
}

/** A search over the sites of one deployment: the room that it takes, and the flight it is at. */
export class Searcher {
  private readonly meeting: Meeting;
  private readonly course = new Course();
  private readonly point = new Float64Array(3);

  constructor(readonly lattice: Lattice) {
    this.meeting = new Meeting(lattice.sites);
  }

  /** Meetings of least speed with parts of flights; `ready`: the earliest burnout for each flight, s from its launch,
   *  infinite for never. */
  required(counted: Parts, ready: Float64Array): Required {
    const m = counted.owner.length;
    const out = unknownRequired(m);
    for (let k = 0; k < m; k++) this.look(counted, k, ready[counted.owner[k]], out);
    return out;
  }

  /** Find the meeting of least speed with the k-th part, and write it into `out`. */
  private look(counted: Parts, k: number, ready: number, out: Required): void {
    out.done[k] = 1;
    if (!this.find(rowOf(counted.rows, k), ready)) return;
    const { meeting } = this;
    out.departure[k] = meeting.departure(this.course, this.point);
    out.site[k] = meeting.site;
    out.speed[k] = meeting.speed;
    out.intercept[k] = meeting.when;
    out.point.set(this.point, 3 * k);
  }

  /** Find the meeting of least speed with one part of a flight, as far as it needs no more than `ceiling` (m/s); false where there
   *  is none. */
  private find(flight: Float64Array, ready: number, ceiling = Infinity): boolean {
    if (ready === Infinity) return false;
    const { meeting, course } = this;
    const free = flight[FREE_FLIGHT_TIME];
    course.ready = ready;
    course.take(flight, nodesOf(free, NODE_SPACING_S));
    meeting.find(course, ceiling);
    // Below a ceiling most are lost for their speed.
    if (meeting.site >= 0 || ceiling < Infinity) return meeting.site >= 0;
    // The ground may leave a window narrower than the nodes' spacing: look again, finely.
    course.take(flight, nodesOf(free, NODE_SPACING_S / 10));
    meeting.find(course);
    return meeting.site >= 0;
  }

  /** Least speed (m/s) to meet the k-th part when burning out at `ready` (s) or later; infinite where no arc meets it, or where
   *  it needs more than `ceiling` (m/s), or a few hundred m/s less than that. */
  speedOf(counted: Parts, k: number, ready: number, ceiling: number): number {
    return this.find(rowOf(counted.rows, k), ready, ceiling) ? this.meeting.speed : Infinity;
  }

  /** Latest interceptor burnout, s from each flight's launch, with which a speed (m/s) meets it; minus infinite where it
   *  never does. `required`: the meetings for these `ready`; `prompts`: those for `prompt` (s), the earliest burnout there
   *  is, looked for where they are needed and not known yet. */
  latest(counted: Parts, ready: Float64Array, required: Required, prompts: Required, prompt: number, speed: number): Float64Array {
    const out = new Float64Array(ready.length).fill(-Infinity);
    const { meeting, course } = this;
    for (let k = 0; k < counted.owner.length; k++) {
      const i = counted.owner[k];
      // Where the delay is to blame, leaving with the flight may still do.
      const late = !(required.speed[k] <= speed);
      if (late && !(ready[i] > prompt)) continue;
      if (late && !prompts.done[k]) this.look(counted, k, prompt, prompts);
      const known = late ? prompts : required;
      if (!(known.speed[k] <= speed)) continue;
      const row = rowOf(counted.rows, k);
      course.take(row, nodesOf(row[FREE_FLIGHT_TIME], NODE_SPACING_S));
      meeting.site = known.site[k];
      meeting.when = known.intercept[k];
      // Of a flight's parts the one that allows the latest burnout.
      const begin = Math.max(prompt, known.departure[k]);
      out[i] = Math.max(out[i], latestDeparture(this.lattice.sites, course, meeting, speed, begin));
    }
    return out;
  }
}

/** A deployment against n flights: n numbers each, NaN where there is no number, and then a reason. As Pairs in
 *  reassure/answers/pairs.py. */
export interface Pairs {
  required_speed_km_s: Float64Array;
  margin_km_s: Float64Array;
  /** The place in the deployment's list of points that the interceptor leaves from; -1 for none. */
  site: Int32Array;
  site_latitude_deg: Float64Array;
  site_longitude_deg: Float64Array;
  launch_s: Float64Array;
  intercept_s: Float64Array;
  intercept_height_km: Float64Array;
  intercept_latitude_deg: Float64Array;
  intercept_longitude_deg: Float64Array;
  critical_burnout_speed_km_s: Float64Array;
  critical_launch_delay_s: Float64Array;
  critical_after_burnout_s: Float64Array;
  reason: Uint8Array;
}

/** Pairs of n flights that nothing is known of yet. */
export function blankPairs(n: number): Pairs {
  const blank = (): Float64Array => new Float64Array(n).fill(NaN);
  return {
    required_speed_km_s: blank(),
    margin_km_s: blank(),
    site: new Int32Array(n).fill(-1),
    site_latitude_deg: blank(),
    site_longitude_deg: blank(),
    launch_s: blank(),
    intercept_s: blank(),
    intercept_height_km: blank(),
    intercept_latitude_deg: blank(),
    intercept_longitude_deg: blank(),
    critical_burnout_speed_km_s: blank(),
    critical_launch_delay_s: blank(),
    critical_after_burnout_s: blank(),
    reason: new Uint8Array(n).fill(NOT_FACED),
  };
}

/** The best part of each of n flights: a place among the parts; -1 where the flight is never at a height that counts. */
function bestParts(counted: Parts, required: Required, n: number): Int32Array {
  const best = new Int32Array(n).fill(-1);
  counted.owner.forEach((i, k) => {
    if (best[i] < 0 || required.speed[k] < required.speed[best[i]]) best[i] = k;
  });
  return best;
}

/** The meetings of n flights, in degrees and km, as far as they do not depend on the interceptor's speed. */
function meetings(battery: Battery, lattice: Lattice, required: Required, best: Int32Array): Pairs {
  const out = blankPairs(best.length);
  const place = new Float64Array(3);
  for (let i = 0; i < best.length; i++) {
    const k = best[i];
    if (k < 0 || required.site[k] < 0) continue;
    out.required_speed_km_s[i] = required.speed[k] / 1e3;
    out.site[i] = lattice.order[required.site[k]];
    [out.site_latitude_deg[i], out.site_longitude_deg[i]] = battery.place.points[out.site[i]];
    out.launch_s[i] = required.departure[k] - battery.burn_time_s;
    out.intercept_s[i] = required.intercept[k];
    geodetic(required.point[3 * k], required.point[3 * k + 1], required.point[3 * k + 2], place);
    out.intercept_latitude_deg[i] = place[0] / RADIANS;
    out.intercept_longitude_deg[i] = place[1] / RADIANS;
    out.intercept_height_km[i] = place[2] / 1e3;
  }
  return out;
}

/** A deployment as it stands against n flights, as far as its speed does not matter. */
export interface Stand {
  searcher: Searcher;
  counted: Parts;
  /** Launch delays, s; infinite where no sensor tracks the flight. */
  delays: Float64Array;
  required: Required;
  /** For launches with the flights, as far as they are known. */
  prompts: Required;
}

/** The pairs of a deployment and n flights (`rows`). */
export function pairsOf(battery: Battery, rows: Float64Array, stand: Stand): Pairs {
  const { searcher, counted, delays, required, prompts } = stand;
  const n = delays.length;
  const prompt = battery.burn_time_s;
  const ready = delays.map((delay) => delay + prompt);
  const speed = 1e3 * (battery.burnout_speed_km_s + battery.divert_km_s);
  const latest = searcher.latest(counted, ready, required, prompts, prompt, speed);
  const best = bestParts(counted, required, n);
  const out = meetings(battery, searcher.lattice, required, best);
  for (let i = 0; i < n; i++) {
    const met = out.site[i] >= 0;
    const critical = out.required_speed_km_s[i] - battery.divert_km_s;
    out.margin_km_s[i] = out.required_speed_km_s[i] - battery.burnout_speed_km_s - battery.divert_km_s;
    const flips = isFinite(latest[i]);
    if (flips) {
      out.critical_launch_delay_s[i] = latest[i] - prompt;
      out.critical_after_burnout_s[i] = out.critical_launch_delay_s[i] - rows[i * FLIGHT_COLUMNS + BURNOUT_TIME];
    }
    // Divert alone has the speed: no burnout speed above 0 is critical.
    const enough = met && critical <= 0;
    if (!enough) out.critical_burnout_speed_km_s[i] = critical;
    out.reason[i] = enough ? DIVERT_ENOUGH : reasonOf(best[i] >= 0, delays[i], met, flips);
  }
  return out;
}

function reasonOf(counts: boolean, delay: number, met: boolean, flips: boolean): number {
  if (!counts) return NEVER_AT_HEIGHT;
  if (delay === Infinity) return NOT_SENSED;
  if (!met) return flips ? NO_ARC_AT_DELAY : NO_ARC_EVER;
  return flips ? NONE_MISSING : NEVER_IN_REACH;
}

/** How a deployment stands against n flights at some launch delays (s). */
export function standOf(battery: Battery, searcher: Searcher, counted: Parts, delays: Float64Array, prompts: Required): Stand {
  const ready = delays.map((delay) => delay + battery.burn_time_s);
  return { searcher, counted, delays, required: searcher.required(counted, ready), prompts };
}
