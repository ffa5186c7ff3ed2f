/** How far a deployment's arcs go along the ground; stands beside reassure/engagement/theatre.py. */

import { EQUATORIAL_RADIUS, GRAVITATIONAL_PARAMETER } from "./constants";

/** Greatest range (km) along the ground of an arc of a speed (km/s) on a still round Earth: sin(half of it) = q/(2 - q),
 *  q = v^2 R/mu (Bate, Mueller and White, Fundamentals of Astrodynamics, 1971, section 6.2). Null: it stays up. */
export function reachKm(speed_km_s: number): number | null {
  const speed = 1e3 * speed_km_s;
  const q = (speed * speed * EQUATORIAL_RADIUS) / GRAVITATIONAL_PARAMETER;
  // q = 1 is circular speed: the arc then reaches half way round, and any place.
  return q >= 1 ? null : ((2 * EQUATORIAL_RADIUS) / 1e3) * Math.asin(q / (2 - q));
}
