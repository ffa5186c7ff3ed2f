/** Flights that were asked for and do not exist, those alike together (src/reassure/engagement/flights.py). */

import { fly, numbered, pointsOf, type Flights } from "../engine/flights";
import { distanceKm } from "../engine/geodesics";
import { FLIGHT_COLUMNS } from "../engine/family";
import { SOLVED, TOO_FAST } from "../engine/outcome";
import type { Boost, Problem } from "../engine/problem";
import type { MissingFlight } from "../types";
import { missing, type Lost } from "./words";

/** Those of one base, aim, shape and outcome together, in the order in which the first of them stands. */
export function missingFlights(problem: Problem, flights: Flights): MissingFlight[] {
  const groups = new Map<string, { base: string; aim: string; ratio: number; lost: Lost }>();
  flights.outcome.forEach((outcome, number) => {
    if (outcome === SOLVED) return;
    const at = numbered(problem.forces, number);
    const force = problem.forces[at.force];
    const name = (spots: { id: string; points: unknown[] }[], k: number): string => spots.flatMap((s) => s.points.map(() => s.id))[k];
    const [base, aim, ratio] = [name(force.origins, at.origin), name(force.aims, at.aim), force.flight_time_ratio[at.shape]];
    const key = JSON.stringify([at.force, base, aim, ratio, outcome]);
    const group = groups.get(key) ?? { base, aim, ratio, lost: { outcome, booster: force.boost, ground_km: [], speed_m_s: [] } };
    const [from, to] = [pointsOf(force.origins)[at.origin], pointsOf(force.aims)[at.aim]];
    group.lost.ground_km.push(distanceKm(...from, ...to));
    if (outcome === TOO_FAST) group.lost.speed_m_s.push(speedOf(force.boost, from, to, ratio));
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
