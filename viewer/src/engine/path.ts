/** Where a flight is at any time from its launch, boost included; stands beside reassure/flight/path.py. Between launch
 *  and burnout the flight is taken along the cubic that starts at rest at its base and arrives at its burnout with the
 *  burnout's velocity. */

import { ROTATION_RATE } from "./constants";
import { BURNOUT_TIME, standing } from "./family";

/** Earth-fixed position, m, `when` seconds after launch, into the first three of `out`. `base`: Earth-fixed, m. After the
 *  flight's end the free flight goes on below the ground. */
export function positionAt(base: Float64Array, flight: Float64Array, when: number, out: Float64Array): void {
  const burnout = flight[BURNOUT_TIME];
  if (when >= burnout) {
    standing(flight, when, out, 0);
    return;
  }
  const u = when / burnout;
  // Hermite's cubic from rest; the burnout's velocity relative to the turning Earth.
  const a = (1 + 2 * u) * (1 - u) * (1 - u);
  const c = u * u * (3 - 2 * u);
  const d = -u * u * (1 - u) * burnout;
  out[0] = a * base[0] + c * flight[0] + d * (flight[3] + ROTATION_RATE * flight[1]);
  out[1] = a * base[1] + c * flight[1] + d * (flight[4] - ROTATION_RATE * flight[0]);
  out[2] = a * base[2] + c * flight[2] + d * flight[5];
}
