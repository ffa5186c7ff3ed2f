/** Free fall over the turning Earth: where a flight stands, from its burnout (docs/method.md). */

export const MU = 3.986004418e14; // m^3/s^2
export const ROTATION_RATE = 7.292115e-5; // rad/s
export const EQUATORIAL_RADIUS = 6378137.0; // m
const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);

export type Vector = [number, number, number];

/** A flight: burnout position (Earth-fixed, m), inertial velocity along those axes (m/s), times from launch (s). */
export interface Burnout {
  position: Vector;
  velocity: Vector;
  burnoutTime: number;
  flightTime: number;
}

/** Earth-fixed position, m, at `when` s after the launch, burnout or later. An ellipse; Newton in the
 *  difference of eccentric anomaly (Battin, An Introduction to the Mathematics and Methods of
 *  Astrodynamics, 1999, section 4.3). */
export function standing(flight: Burnout, when: number): Vector {
  const [x, y, z] = flight.position;
  const [u, v, w] = flight.velocity;
  const t = when - flight.burnoutTime;
  const r = Math.hypot(x, y, z);
  const a = 1 / (2 / r - (u * u + v * v + w * w) / MU);
  const n = Math.sqrt(MU / (a * a * a));
  const sigma = (x * u + y * v + z * w) / Math.sqrt(MU * a);
  const c = 1 - r / a;
  let e = n * t;
  for (let k = 0; k < 50; k++) {
    const miss = e - c * Math.sin(e) + sigma * (1 - Math.cos(e)) - n * t;
    const step = miss / (1 - c * Math.cos(e) + sigma * Math.sin(e));
    e -= step;
    if (Math.abs(step) < 1e-13) break;
  }
  const f = 1 - (a / r) * (1 - Math.cos(e));
  const g = t - (e - Math.sin(e)) / n;
  const px = f * x + g * u;
  const py = f * y + g * v;
  const angle = -ROTATION_RATE * t;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [px * cos - py * sin, px * sin + py * cos, f * z + g * w];
}

export interface Place {
  latitude: number; // deg, geodetic
  longitude: number; // deg
  height: number; // m
}

/** Latitude, longitude and height over WGS84 of an Earth-fixed position (m); Bowring's formula, iterated. */
export function geodetic([x, y, z]: Vector): Place {
  const p = Math.hypot(x, y);
  const b = EQUATORIAL_RADIUS * (1 - FLATTENING);
  const ep2 = E2 / (1 - E2);
  let beta = Math.atan2(z * EQUATORIAL_RADIUS, p * b);
  let latitude = 0;
  for (let k = 0; k < 3; k++) {
    latitude = Math.atan2(
      z + ep2 * b * Math.sin(beta) ** 3,
      p - E2 * EQUATORIAL_RADIUS * Math.cos(beta) ** 3,
    );
    beta = Math.atan2((1 - FLATTENING) * Math.sin(latitude), Math.cos(latitude));
  }
  const s = Math.sin(latitude);
  const height = p * Math.cos(latitude) + z * s - EQUATORIAL_RADIUS * Math.sqrt(1 - E2 * s * s);
  return { latitude: (latitude * 180) / Math.PI, longitude: (Math.atan2(y, x) * 180) / Math.PI, height };
}
