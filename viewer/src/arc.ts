/** Free fall over the turning Earth: where a flight stands, from its burnout (docs/method.md). */

export const MU = 3.986004418e14; // m^3/s^2
export const ROTATION_RATE = 7.292115e-5; // rad/s
export const EQUATORIAL_RADIUS = 6378137.0; // m
const FLATTENING = 1 / 298.257223563;
const DEGREES = 180 / Math.PI;
const E2 = FLATTENING * (2 - FLATTENING);

export type Vector = [number, number, number];

/** A flight: burnout position (Earth-fixed, m), inertial velocity along those axes (m/s), times from launch (s). */
export interface Burnout {
  position: Vector;
  velocity: Vector;
  burnoutTime: number;
  flightTime: number;
}

/** Free fall from a burnout. Made once for a flight, asked often: it writes into its caller's vector. */
export class Fall {
  private readonly a: number; // semi-major axis, m
  private readonly n: number; // mean motion, rad/s
  private readonly sigma: number; // r.v / sqrt(mu a) at the burnout
  private readonly c: number; // 1 - r / a
  private readonly r: number; // distance from the Earth's centre at the burnout, m

  constructor(private readonly flight: Burnout) {
    const [x, y, z] = flight.position;
    const [u, v, w] = flight.velocity;
    this.r = Math.hypot(x, y, z);
    this.a = 1 / (2 / this.r - (u * u + v * v + w * w) / MU); // vis viva
    this.n = Math.sqrt(MU / (this.a * this.a * this.a));
    this.sigma = (x * u + y * v + z * w) / Math.sqrt(MU * this.a);
    this.c = 1 - this.r / this.a;
  }

  /** Earth-fixed position, m, at `when` s after the launch, burnout or later. An ellipse; Newton in the
   *  difference of eccentric anomaly (Battin, An Introduction to the Mathematics and Methods of
   *  Astrodynamics, 1999, section 4.3). */
  at(when: number, out: Vector): void {
    const { a, n, sigma, c, r, flight } = this;
    const t = when - flight.burnoutTime;
    // Kepler's equation between two times: n t = e - c sin e + sigma (1 - cos e), e the difference of eccentric anomaly.
    let e = n * t;
    for (let k = 0; k < 50; k++) {
      const [sin, cos] = [Math.sin(e), Math.cos(e)];
      const step = (e - c * sin + sigma * (1 - cos) - n * t) / (1 - c * cos + sigma * sin);
      e -= step;
      if (Math.abs(step) < 1e-12) break;
    }
    // Lagrange's coefficients f and g.
    const f = 1 - (a / r) * (1 - Math.cos(e));
    const g = t - (e - Math.sin(e)) / n;
    const px = f * flight.position[0] + g * flight.velocity[0];
    const py = f * flight.position[1] + g * flight.velocity[1];
    // The axes have turned on since the burnout, by the Earth's rotation.
    const cos = Math.cos(ROTATION_RATE * t);
    const sin = Math.sin(ROTATION_RATE * t);
    out[0] = px * cos + py * sin;
    out[1] = py * cos - px * sin;
    out[2] = f * flight.position[2] + g * flight.velocity[2];
  }
}

/** Where a flight stands at a time: Earth-fixed, m. */
export function standing(flight: Burnout, when: number): Vector {
  const out: Vector = [0, 0, 0];
  new Fall(flight).at(when, out);
  return out;
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
  // Second eccentricity squared, and the reduced latitude of the first guess.
  const ep2 = E2 / (1 - E2);
  let beta = Math.atan2(z * EQUATORIAL_RADIUS, p * b);
  let latitude = 0;
  for (let k = 0; k < 2; k++) {
    latitude = Math.atan2(z + ep2 * b * Math.sin(beta) ** 3, p - E2 * EQUATORIAL_RADIUS * Math.cos(beta) ** 3);
    beta = Math.atan2((1 - FLATTENING) * Math.sin(latitude), Math.cos(latitude));
  }
  const s = Math.sin(latitude);
  // Unlike p / cos(latitude) - N, this holds at the poles too.
  const height = p * Math.cos(latitude) + z * s - EQUATORIAL_RADIUS * Math.sqrt(1 - E2 * s * s);
  return { latitude: latitude * DEGREES, longitude: Math.atan2(y, x) * DEGREES, height };
}

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Earth-fixed position, m, of a geodetic place on the WGS84 ellipsoid (degrees, m). */
export function earthFixed(latitude: number, longitude: number, height = 0): Vector {
  const [p, l] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
  const e2 = 0.0066943799901413165; // first eccentricity of WGS84, squared
  const n = EQUATORIAL_RADIUS / Math.sqrt(1 - e2 * Math.sin(p) ** 2); // radius of curvature in the prime vertical, m
  return [
    (n + height) * Math.cos(p) * Math.cos(l),
    (n + height) * Math.cos(p) * Math.sin(l),
    (n * (1 - e2) + height) * Math.sin(p),
  ];
}
