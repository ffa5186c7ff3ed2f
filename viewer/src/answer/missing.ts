/** Flights that were asked for and do not exist, those alike together (src/reassure/engagement/flights.py). */

import { fly, type Flights } from "../engine/flights";
import { distanceKm } from "../engine/geodesics";
import { FLIGHT_COLUMNS } from "../engine/family";
import { SOLVED, TOO_FAST } from "../engine/outcome";
import type { Boost, Problem } from "../engine/problem";
import type { MissingFlight } from "../types";
import type { Ends } from "./ends";
import { missing, type Lost } from "./words";

/** Those of one base, aim, shape and outcome together, in the order in which the first of them stands. `endsOf`: of a flight's
 *  number. */
export function missingFlights(problem: Problem, flights: Flights, endsOf: (number: number) => Ends): MissingFlight[] {
  const groups = new Map<string, { base: string; aim: string; ratio: number; lost: Lost }>();
  flights.outcome.forEach((outcome, number) => {
    if (outcome === SOLVED) return;
    const { force, base, aim, ratio, from, to } = endsOf(number);
    const { boost } = problem.forces[force];
    const key = JSON.stringify([force, base, aim, ratio, outcome]);
    const group = groups.get(key) ?? { base, aim, ratio, lost: { outcome, booster: boost, ground_km: [], speed_m_s: [] } };
    group.lost.ground_km.push(distanceKm(...from, ...to));
    if (outcome === TOO_FAST) group.lost.speed_m_s.push(speedOf(boost, from, to, ratio));
    groups.set(key, group);
  });
  return [...groups.values()].map((g) => ({ base: g.base, aim: g.aim, flight_time_ratio: g.ratio, count: g.lost.ground_km.length, reason: missing(g.lost) }));
}

/** The burnout speed that a flight would take, m/s. */
function speedOf(boost: Boost, from: [number, number], to: [number, number], ratio: number): number {
  const speed = new Float64Array(1);
  fly(boost, from, to, ratio, new Float64Array(FLIGHT_COLUMNS), speed);
  return speed[0];
}
