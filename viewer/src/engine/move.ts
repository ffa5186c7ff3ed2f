/** A problem with one deployment moved: other figures, another site, one base, one shape of flight; stands beside
 *  reassure/web/move.py. */

import type { Battery, Force, Problem } from "./problem";

/** What a hand may set; what is not there, or null, stays as the problem has it. */
export interface Changes {
  /** The deployment that is asked about, by its id. */
  deployment: string;
  /** The base whose flights are asked about, by its id; null: all. */
  base?: string | null;
  burnout_speed_km_s?: number | null;
  divert_km_s?: number | null;
  launch_delay_s?: number | null;
  /** Latitude and longitude, deg. Ships that are moved stand at one place. */
  site?: [number, number] | null;
  /** Of every booster; its other figures stay as they are. */
  burnout_time_s?: number | null;
  flight_time_ratio?: number | null;
}

/** A problem of one deployment, as a move leaves it. */
export interface Moved {
  forces: Force[];
  battery: Battery;
}

function movedForce(force: Force, changes: Changes): Force {
  const { base, burnout_time_s, flight_time_ratio } = changes;
  return {
    origins: base == null ? force.origins : force.origins.filter((origin) => origin.id === base),
    aims: force.aims,
    boost: burnout_time_s == null ? force.boost : { ...force.boost, burnout_time_s },
    flight_time_ratio: flight_time_ratio == null ? force.flight_time_ratio : [flight_time_ratio],
  };
}

/** The forces of the one base, and the one deployment, as moved. Throws where there is no such deployment or base. */
export function moved(problem: Problem, changes: Changes): Moved {
  const { deployment, base, burnout_speed_km_s, divert_km_s, launch_delay_s, site } = changes;
  const found = problem.batteries.find((b) => b.id === deployment);
  if (!found) throw new Error(`deployment ${deployment}: allowed: ${problem.batteries.map((b) => b.id).join(", ")}`);
  const left = problem.forces.map((_, k) => k).filter((k) => base == null || problem.forces[k].origins.some((o) => o.id === base));
  if (!left.length) throw new Error(`base ${base}: allowed: ${[...new Set(problem.forces.flatMap((f) => f.origins.map((o) => o.id)))].join(", ")}`);
  return {
    forces: left.map((k) => movedForce(problem.forces[k], changes)),
    battery: {
      ...found,
      place: site == null ? found.place : { id: found.place.id, points: [site] },
      burnout_speed_km_s: burnout_speed_km_s ?? found.burnout_speed_km_s,
      divert_km_s: divert_km_s ?? found.divert_km_s,
      launch: launch_delay_s == null ? found.launch : { delay_s: launch_delay_s },
      // Forces are counted among those that are left.
      faces: found.faces.map((k) => left.indexOf(k)).filter((k) => k >= 0),
    },
  };
}
