/** Ballistic arcs from one Earth-fixed point to another, and the speed they take; stands beside
 *  reassure/flight/transfer.py. With the inertial axes taken along the Earth-fixed ones at departure, the arc leaves P,
 *  and meets after a time tau the point that the turning Earth has carried from Q. So the speed depends on P, Q and tau
 *  alone, and not on when the arc starts. Lengths in m, times in s, speeds in m/s. */

import { GRAVITATIONAL_PARAMETER, POLAR_RADIUS, ROTATION_RATE } from "./constants";
import { lambert, passesPerigee, perigee, velocities } from "./lambert";
import { BELOW_GROUND, SOLVED } from "./outcome";

/** 1,783 s. An arc that stays above the polar radius and below escape speed needs at least this long for half a turn. */
export const HALF_TURN_TIME = Math.PI * Math.sqrt(POLAR_RADIUS ** 3 / (2 * GRAVITATIONAL_PARAMETER));

/** Earth-relative speed and inertial velocity at P of the last `oneWay`: speed, x, y, z. */
export const leaving = new Float64Array(4);

/** Outcome of the arc P to Q in tau, and its speed and velocity in `leaving`. An arc that dips below the polar radius on
 *  its way is BELOW_GROUND; of every outcome but SOLVED the speed is infinite, and the velocity is 0 where there is no
 *  arc. */
export function oneWay(px: number, py: number, pz: number, qx: number, qy: number, qz: number, tau: number, longWay: boolean): number {
  const cos = Math.cos(ROTATION_RATE * tau);
  const sin = Math.sin(ROTATION_RATE * tau);
  const x = cos * qx - sin * qy;
  const y = sin * qx + cos * qy;
  const outcome = lambert(px, py, pz, x, y, qz, tau, longWay);
  const vx = velocities[0];
  const vy = velocities[1];
  const vz = velocities[2];
  leaving[0] = Infinity;
  leaving[1] = vx;
  leaving[2] = vy;
  leaving[3] = vz;
  if (outcome !== SOLVED) return outcome;
  // An arc that turns about its perigee is lowest there, else at one of its ends.
  const r = Math.sqrt(px * px + py * py + pz * pz);
  const radial = (px * vx + py * vy + pz * vz) / r;
  if (passesPerigee(longWay, radial, x * velocities[3] + y * velocities[4] + qz * velocities[5])) {
    const transverse2 = Math.max(0, vx * vx + vy * vy + vz * vz - radial * radial);
    if (perigee(r, radial, Math.sqrt(transverse2)) < POLAR_RADIUS) return BELOW_GROUND;
  }
  const ex = vx + ROTATION_RATE * py;
  const ey = vy - ROTATION_RATE * px;
  leaving[0] = Math.sqrt(ex * ex + ey * ey + vz * vz);
  return SOLVED;
}

/** Earth-relative speed of the slower arc (either way round) from P to Q in tau; infinite where none stays above the
 *  ground. */
export function relativeSpeed(tau: number, px: number, py: number, pz: number, qx: number, qy: number, qz: number): number {
  oneWay(px, py, pz, qx, qy, qz, tau, false);
  const speed = leaving[0];
  if (!(tau > HALF_TURN_TIME)) return speed;
  oneWay(px, py, pz, qx, qy, qz, tau, true);
  return Math.min(speed, leaving[0]);
}

/** Time of the least-energy arc from P to Q, the Earth's turning taken in to first order: a starting point for searches
 *  (Battin, rev. ed., section 6.5: 2a is the semiperimeter). */
export function leastEnergyTime(px: number, py: number, pz: number, qx: number, qy: number, qz: number): number {
  const r1 = Math.sqrt(px * px + py * py + pz * pz);
  const r2 = Math.sqrt(qx * qx + qy * qy + qz * qz);
  const dx = qx - px;
  const dy = qy - py;
  const dz = qz - pz;
  // How far the Earth turns meanwhile, from the still Earth's chord and a fit good to 2 %.
  let chord = Math.sqrt(dx * dx + dy * dy + dz * dz);
  let semi = 0.5 * (r1 + r2 + chord);
  let left = Math.min(1, chord / semi);
  let scale = Math.sqrt((0.125 * semi * semi * semi) / GRAVITATIONAL_PARAMETER);
  const time = scale * 4 * Math.sqrt(left) * (1 - 0.2146 * left);
  const cos = Math.cos(ROTATION_RATE * time);
  const sin = Math.sin(ROTATION_RATE * time);
  const ex = cos * qx - sin * qy - px;
  const ey = sin * qx + cos * qy - py;
  chord = Math.sqrt(ex * ex + ey * ey + dz * dz);
  semi = 0.5 * (r1 + r2 + chord);
  left = Math.min(1, chord / semi);
  // Lagrange's equation for the time of an elliptic arc, with alpha = pi.
  const beta = 2 * Math.acos(Math.sqrt(left));
  scale = Math.sqrt((0.125 * semi * semi * semi) / GRAVITATIONAL_PARAMETER);
  return scale * (Math.PI - beta + Math.sin(beta));
}
