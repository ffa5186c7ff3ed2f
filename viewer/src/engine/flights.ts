/** Families of flights: from every origin to every aim, in every shape, as rows for the kernels; stands beside
 *  reassure/engagement/flights.py. */

import { boosted } from "./boost";
import { RADIANS } from "./constants";
import { BURNOUT_TIME, FLIGHT_COLUMNS, FREE_FLIGHT_TIME } from "./family";
import { earthFixed } from "./frames";
import { distanceKm } from "./geodesics";
import { BEYOND_RANGE, SOLVED, TOO_FAST, TOO_NEAR } from "./outcome";
import type { Boost, Force, Spots } from "./problem";

/** The flights of some forces that exist, in the order of their numbers. */
export interface Flights {
  count: number;
  /** FLIGHT_COLUMNS numbers each, as in family.ts. */
  rows: Float64Array;
  /** Earth-fixed, m, at height 0: three numbers each. */
  bases: Float64Array;
  /** Of each among all that were asked for, those that do not exist included; rising. */
  number: Int32Array;
  /** At burnout, relative to the turning Earth, m/s. */
  speed: Float64Array;
  /** Of each that was asked for, in the order of numbers: a result of outcome.ts. */
  outcome: Uint8Array;
}

/** How many flights a force is asked for, those that cannot exist included. */
export function askedFor(force: Force): number {
  return pointsOf(force.origins).length * pointsOf(force.aims).length * force.flight_time_ratio.length;
}

/** All points of some places, in order: latitude and longitude, deg. */
export function pointsOf(places: Spots[]): [number, number][] {
  return places.flatMap((place) => place.points);
}

/** Why a flight that could be flown does not exist for its booster; the outcome it had, if it does. */
function allowed(boost: Boost, outcome: number, speed: number, ground: () => number): number {
  // Out of range is the plainer reason, so it takes the place of others.
  if (boost.greatest_range_km !== null && outcome !== TOO_NEAR && ground() > boost.greatest_range_km) return BEYOND_RANGE;
  const fast = boost.greatest_burnout_speed_km_s !== null && speed > 1e3 * boost.greatest_burnout_speed_km_s;
  return outcome === SOLVED && fast ? TOO_FAST : outcome;
}

/** One flight from a base to an aim (latitude and longitude, deg) into a row; its outcome. The burnout speed (m/s) is written
 *  into the first of `speed`. */
export function fly(boost: Boost, base: [number, number], aim: [number, number], ratio: number, row: Float64Array, speed: Float64Array): number {
  const ground = () => distanceKm(base[0], base[1], aim[0], aim[1]);
  // What is out of range is not worth flying.
  if (allowed(boost, SOLVED, 0, ground) === BEYOND_RANGE && !(ground() <= boost.downrange_km && !boost.long_way)) return BEYOND_RANGE;
  const found = boosted({
    latitude: base[0],
    longitude: base[1],
    aimLatitude: aim[0],
    aimLongitude: aim[1],
    ratio,
    downrange_km: boost.downrange_km,
    height_km: boost.burnout_height_km,
    longWay: boost.long_way,
  });
  row.set(found.state);
  row[BURNOUT_TIME] = boost.burnout_time_s;
  row[FREE_FLIGHT_TIME] = found.freeFlight;
  speed[0] = found.speed;
  return allowed(boost, found.outcome, found.speed, ground);
}

/** A part of all flights: every `of`th number, from `index` on. Neighbours are alike, so that parts are equally hard. */
export interface Share {
  index: number;
  of: number;
}

export const WHOLE: Share = { index: 0, of: 1 };

/** The flights of some forces that are in a share. */
export function flightsOf(forces: Force[], { index, of }: Share = WHOLE): Flights {
  const total = forces.reduce((sum, force) => sum + askedFor(force), 0);
  const asked = Math.max(0, Math.ceil((total - index) / of));
  const all = { rows: new Float64Array(asked * FLIGHT_COLUMNS), bases: new Float64Array(3 * asked), number: new Int32Array(asked), speed: new Float64Array(asked) };
  const outcome = new Uint8Array(asked);
  const row = new Float64Array(FLIGHT_COLUMNS);
  const speed = new Float64Array(1);
  let count = 0;
  let number = 0;
  for (const force of forces) {
    const origins = pointsOf(force.origins);
    const aims = pointsOf(force.aims);
    for (const ratio of force.flight_time_ratio) {
      for (const origin of origins) {
        for (const aim of aims) {
          const k = number++;
          if (k % of !== index) continue;
          const result = fly(force.boost, origin, aim, ratio, row, speed);
          outcome[(k - index) / of] = result;
          if (result !== SOLVED) continue;
          all.rows.set(row, count * FLIGHT_COLUMNS);
          earthFixed(origin[0] * RADIANS, origin[1] * RADIANS, 0, all.bases, 3 * count);
          all.number[count] = k;
          all.speed[count] = speed[0];
          count += 1;
        }
      }
    }
  }
  return {
    count,
    rows: all.rows.slice(0, count * FLIGHT_COLUMNS),
    bases: all.bases.slice(0, 3 * count),
    number: all.number.slice(0, count),
    speed: all.speed.slice(0, count),
    outcome,
  };
}
