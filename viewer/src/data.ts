/** The view (reassure-view/1, src/reassure/report/html/view.py), unpacked into plain arrays. */

import type { Burnout, Vector } from "./arc";
import { nearest } from "./rounding";
import type { Packed, View as RawView } from "./types";

/** A list of n numbers; NaN for null. */
export function unpack(packed: Packed, count: number, scale = 1): Float64Array {
  const out = new Float64Array(count);
  if (Array.isArray(packed)) {
    for (let i = 0; i < count; i++) out[i] = packed[i] === null ? NaN : (packed[i] as number) / scale;
  } else {
    out.fill(packed === null ? NaN : packed / scale);
  }
  return out;
}

export interface Pairs {
  margin: Float64Array; // km/s
  launch: Float64Array; // s
  intercept: Float64Array; // s
  latest: Float64Array; // s
  site: Float64Array; // index into sites, -1 or NaN for none
  reason: Float64Array;
  estimate: null | {
    within: Float64Array;
    latest: Float64Array;
    launch: Float64Array;
    intercept: Float64Array;
    shots: Float64Array;
    reason: Float64Array;
  };
}

/** The view with its pairs unpacked, and its flights by index. */
export class View {
  readonly count: number;
  readonly pairs: Pairs[];
  readonly burnoutTime: Float64Array;
  readonly flightTime: Float64Array;
  readonly burnoutSpeed: Float64Array;

  constructor(readonly raw: RawView) {
    if (raw.format !== "reassure-view/1") throw new Error(`not a view: ${String(raw.format).slice(0, 40)}`);
    const n = (this.count = raw.flights.count);
    this.burnoutTime = unpack(raw.flights.burnout_time, n, 10);
    this.flightTime = unpack(raw.flights.flight_time, n, 10);
    this.burnoutSpeed = unpack(raw.flights.burnout_speed, n, 1e3);
    const { pairs: p, estimate: e } = raw;
    this.pairs = raw.deployments.map((_, d) => ({
      margin: unpack(p.margin[d], n, 1e4),
      launch: unpack(p.launch[d], n),
      intercept: unpack(p.intercept[d], n),
      latest: unpack(p.latest[d], n, 10),
      site: unpack(p.site[d], n),
      reason: unpack(p.reason[d], n),
      estimate: e && {
        within: unpack(e.within[d], n),
        latest: unpack(e.latest[d], n),
        launch: unpack(e.launch[d], n),
        intercept: unpack(e.intercept[d], n),
        shots: unpack(e.shots[d], n),
        reason: unpack(e.reason[d], n),
      },
    }));
  }

  flight(i: number): Burnout {
    const { position: p, velocity: v } = this.raw.flights;
    return {
      position: [10 * p[3 * i], 10 * p[3 * i + 1], 10 * p[3 * i + 2]] as Vector,
      velocity: [v[3 * i] / 100, v[3 * i + 1] / 100, v[3 * i + 2] / 100] as Vector,
      burnoutTime: this.burnoutTime[i],
      flightTime: this.flightTime[i],
    };
  }

  /** What people call a base, an aim, an interceptor, a radar, a vehicle or a missile, by its id. */
  called(id: string): string {
    return this.raw.names[id] ?? id;
  }

  /** The base of a flight, by name. */
  base(i: number): string {
    return this.called(this.baseId(i));
  }

  baseId(i: number): string {
    return this.raw.flights.bases[this.raw.flights.base[i]];
  }

  /** The aim region of a flight, by name. */
  aim(i: number): string {
    return this.called(this.aimId(i));
  }

  aimId(i: number): string {
    return this.raw.flights.aims[this.raw.flights.aim[i]];
  }

  shape(i: number): string {
    return this.raw.flights.shapes[this.raw.flights.shape[i]].words;
  }

  basePlace(i: number): { latitude: number; longitude: number; height: number } {
    const p = this.raw.flights.base_place;
    return { latitude: p[2 * i] / 1e4, longitude: p[2 * i + 1] / 1e4, height: 0 };
  }

  aimPlace(i: number): { latitude: number; longitude: number; height: number } {
    const p = this.raw.flights.aim_place;
    return { latitude: p[2 * i] / 1e4, longitude: p[2 * i + 1] / 1e4, height: 0 };
  }

  /** A flight as every sentence names it. */
  name(i: number): string {
    const aim = this.aimPlace(i);
    return `${this.base(i)} to ${placeWords(aim.latitude, aim.longitude)}, ${this.shape(i)}`;
  }

  /** What a deployment's interceptor has, km/s. */
  available(d: number): number {
    return this.raw.deployments[d].burnout_speed_km_s + this.raw.deployments[d].divert_km_s;
  }

  /** Does a deployment, or any of them (-1), face a flight? */
  faces(d: number, i: number): boolean {
    const { not_faced } = this.raw.pairs;
    return d >= 0 ? this.pairs[d].reason[i] !== not_faced : this.pairs.some((p) => p.reason[i] !== not_faced);
  }

  /** Where a deployment's interceptor leaves from against a flight. */
  site(d: number, i: number): [number, number] | null {
    const k = this.pairs[d].site[i];
    return k >= 0 ? this.raw.pairs.sites[d][k] : null;
  }

  /** A flight's margin against one deployment, or the least over all (-1). NaN: no arc meets it. */
  margin(d: number, i: number): number {
    if (d >= 0) return this.pairs[d].margin[i];
    let least = NaN;
    for (const p of this.pairs) if (!(p.margin[i] >= least)) least = Number.isNaN(p.margin[i]) ? least : p.margin[i];
    return least;
  }
}

/** 39 N 77 W, as the package writes it; or 39.1 N 77.0 W where flights are to be told apart. */
export function placeWords(latitude: number, longitude: number, digits = 0): string {
  const ns = latitude >= 0 ? "N" : "S";
  const ew = longitude >= 0 ? "E" : "W";
  return `${nearest(Math.abs(latitude), digits)} ${ns} ${nearest(Math.abs(longitude), digits)} ${ew}`;
}

/** 1 flight, 2 flights. */
export function counted(count: number, noun: string, many = `${noun}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : many}`;
}
