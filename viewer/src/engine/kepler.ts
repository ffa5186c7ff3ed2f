/** Two-body propagation by universal variables; stands beside reassure/flight/kepler.py. One formula for ellipse,
 *  parabola, hyperbola and straight fall (Battin, An Introduction to the Mathematics and Methods of Astrodynamics, rev.
 *  ed., section 4.5), with Kepler's equation solved by Conway's Laguerre iteration (Celestial Mechanics 39, 1986, p. 199). */

import { GRAVITATIONAL_PARAMETER } from "./constants";
import { BAD_INPUT, NOT_CONVERGED, SOLVED } from "./outcome";

const ROOT_MU = Math.sqrt(GRAVITATIONAL_PARAMETER); // m^1.5 / s
const MOST_PASSES = 200;
const NO_TIME = 1e-9; // s; gravity moves nothing by 1e-17 m in less

/** What `propagate` found: position (m) and velocity (m/s), until it is called again. */
export const state = new Float64Array(6);

/** c2 and c3 of the argument alpha chi^2 (Battin, section 4.5), until the next call of `stumpff`. */
const c = new Float64Array(2);

function stumpff(psi: number): void {
  if (psi > 0.05) {
    const root = Math.sqrt(psi);
    const half = Math.sin(0.5 * root);
    c[0] = (2 * half * half) / psi;
    c[1] = (root - Math.sin(root)) / (psi * root);
    return;
  }
  if (psi < -0.05) {
    const root = Math.sqrt(-psi);
    const half = Math.sinh(0.5 * root);
    c[0] = (-2 * half * half) / psi;
    c[1] = (Math.sinh(root) - root) / (-psi * root);
    return;
  }
  // Series to psi^6: the next term is below 1e-20 here.
  c[0] = 0.5 - (psi / 24) * (1 - (psi / 30) * (1 - (psi / 56) * (1 - (psi / 90) * (1 - psi / 132))));
  c[1] = (1 / 6) * (1 - (psi / 20) * (1 - (psi / 42) * (1 - (psi / 72) * (1 - (psi / 110) * (1 - psi / 156)))));
}

/** The universal anomaly chi (m^0.5) after `dt` (s): Battin, eq. 4.81; NaN where it was not found. `r0`: radius, m;
 *  `sigma`: r . v / sqrt(mu) there; `alpha`: one over the semi-major axis, 1/m. */
function universalAnomaly(r0: number, sigma: number, alpha: number, dt: number): number {
  const target = ROOT_MU * dt;
  const sign = dt < 0 ? -1 : 1;
  let chi = alpha * r0 > 1e-3 ? alpha * target : target / r0;
  // Along a hyperbola chi grows only as the logarithm of time.
  if (alpha < 0) chi = sign * Math.min(Math.abs(chi), 2 / Math.sqrt(-alpha));
  // Time rises with chi, so the root stays between a chi too short and one too far.
  let short = 0;
  let beyond = Infinity;
  let settled = false;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const psi = alpha * chi * chi;
    stumpff(psi);
    const c2 = c[0];
    const c3 = c[1];
    const chi2 = chi * chi;
    const u1 = chi * (1 - psi * c3);
    // Battin, eq. 4.81, and its derivatives, eq. 4.82 and 4.83.
    const f = r0 * u1 + sigma * chi2 * c2 + chi2 * chi * c3 - target;
    const d1 = chi2 * c2 + sigma * u1 + r0 * (1 - psi * c2);
    const d2 = sigma * (1 - psi * c2) + (1 - alpha * r0) * u1;
    if (f * target < 0) short = Math.max(short, Math.abs(chi));
    else beyond = Math.min(beyond, Math.abs(chi));
    // Laguerre's step with Conway's n = 5: 16 = (n - 1)^2, 20 = n (n - 1).
    const root = Math.sqrt(Math.abs(16 * d1 * d1 - 20 * f * d2));
    let step = (5 * f) / (d1 + (d1 < 0 ? -root : root));
    let size = Math.abs(chi - step);
    if (!settled && !(short <= size && size <= beyond && step * chi < chi * chi)) {
      size = beyond === Infinity ? 2 * short : 0.5 * (short + beyond);
      step = chi - sign * size;
    }
    chi -= step;
    if (settled || Math.abs(step) <= 4e-15 * Math.abs(chi)) {
      settled = true;
      break;
    }
    // Convergence is cubic: after a step this small the next one is rounding.
    settled = Math.abs(step) <= 1e-7 * Math.abs(chi);
  }
  return settled && isFinite(chi) ? chi : NaN;
}

function give(outcome: number, x: number, y: number, z: number, vx: number, vy: number, vz: number): number {
  state[0] = x;
  state[1] = y;
  state[2] = z;
  state[3] = vx;
  state[4] = vy;
  state[5] = vz;
  return outcome;
}

/** State `dt` seconds on (or back), inertial frame, m and m/s, in `state`; the outcome is returned. SOLVED; or BAD_INPUT
 *  where a number is not finite or the radius is 0, and NOT_CONVERGED where the iteration did not settle or ends in the
 *  centre: the state is then the one given. */
export function propagate(x: number, y: number, z: number, vx: number, vy: number, vz: number, dt: number): number {
  const r0 = Math.sqrt(x * x + y * y + z * z);
  if (!(r0 > 0 && isFinite(r0) && isFinite(dt))) return give(BAD_INPUT, x, y, z, vx, vy, vz);
  const speed2 = vx * vx + vy * vy + vz * vz;
  if (!isFinite(speed2)) return give(BAD_INPUT, x, y, z, vx, vy, vz);
  if (Math.abs(dt) < NO_TIME) return give(SOLVED, x + vx * dt, y + vy * dt, z + vz * dt, vx, vy, vz);
  const sigma = (x * vx + y * vy + z * vz) / ROOT_MU;
  const alpha = 2 / r0 - speed2 / GRAVITATIONAL_PARAMETER; // vis viva
  const chi = universalAnomaly(r0, sigma, alpha, dt);
  if (isNaN(chi)) return give(NOT_CONVERGED, x, y, z, vx, vy, vz);
  const psi = alpha * chi * chi;
  stumpff(psi);
  const c2 = c[0];
  const c3 = c[1];
  const chi2 = chi * chi;
  // Lagrange's coefficients: Battin, eq. 4.84.
  const f = 1 - (chi2 * c2) / r0;
  const g = dt - (chi2 * chi * c3) / ROOT_MU;
  const px = f * x + g * vx;
  const py = f * y + g * vy;
  const pz = f * z + g * vz;
  const r = Math.sqrt(px * px + py * py + pz * pz);
  if (!(r > 0)) return give(NOT_CONVERGED, x, y, z, vx, vy, vz);
  const fDot = (ROOT_MU * chi * (psi * c3 - 1)) / (r * r0);
  const gDot = 1 - (chi2 * c2) / r;
  return give(SOLVED, px, py, pz, fDot * x + gDot * vx, fDot * y + gDot * vy, fDot * z + gDot * vz);
}
