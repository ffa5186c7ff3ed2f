/** The arc of free fall between two places of the turning Earth in a given time. */

import type { Burnout, Vector } from "./arc";
import { BELOW_GROUND, SOLVED } from "./engine/outcome";
import { leaving, oneWay } from "./engine/transfer";

/** A burnout at `site` (Earth-fixed, m) at `launch` (s) whose fall is at `target` (Earth-fixed, m) at `meeting` (s): the
 *  short way round. Null where there is none. */
export function arcBetween(site: Vector, target: Vector, launch: number, meeting: number): Burnout | null {
  const outcome = oneWay(...site, ...target, meeting - launch, false);
  if (outcome !== SOLVED && outcome !== BELOW_GROUND) return null;
  return { position: site, velocity: [leaving[1], leaving[2], leaving[3]], burnoutTime: launch, flightTime: meeting };
}
