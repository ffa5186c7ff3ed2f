/** Geodetic and Earth-fixed coordinates; stands beside reassure/earth/frames.py. Angles in radians, lengths in metres.
 *
 *  Earth-fixed: x through latitude 0, longitude 0; z through the north pole; turns with the Earth. Inertial: the axes of
 *  the Earth-fixed frame at some instant, held still. */

import { EQUATORIAL_RADIUS, FLATTENING } from "./constants";

const E2 = FLATTENING * (2 - FLATTENING); // first eccentricity squared
const POLAR = EQUATORIAL_RADIUS * (1 - FLATTENING);
const SECOND_E2 = E2 / (1 - E2);

/** Columns of a site's frame: its position (m), and the unit vectors east, north and up, all Earth-fixed. */
export const SITE_COLUMNS = 12;
/** The first of the three columns of each. */
export const SITE_POSITION = 0;
export const SITE_EAST = 3;
export const SITE_NORTH = 6;
export const SITE_UP = 9;

/** Earth-fixed position, m, of a geodetic point (radians, m), from place `at` of `out` on (Heiskanen and Moritz,
 *  Physical Geodesy, 1967, eq. 5-3). */
export function earthFixed(latitude: number, longitude: number, height: number, out: Float64Array, at: number): void {
  const sinLat = Math.sin(latitude);
  const primeVertical = EQUATORIAL_RADIUS / Math.sqrt(1 - E2 * sinLat * sinLat);
  const across = (primeVertical + height) * Math.cos(latitude);
  out[at] = across * Math.cos(longitude);
  out[at + 1] = across * Math.sin(longitude);
  out[at + 2] = (primeVertical * (1 - E2) + height) * sinLat;
}

function put(out: Float64Array, at: number, x: number, y: number, z: number): void {
  out[at] = x;
  out[at + 1] = y;
  out[at + 2] = z;
}

/** Fill the frame of a site (radians, m): the first SITE_COLUMNS numbers of `frame`; the rest are left. */
export function siteFrame(latitude: number, longitude: number, height: number, frame: Float64Array): void {
  earthFixed(latitude, longitude, height, frame, SITE_POSITION);
  const sl = Math.sin(latitude);
  const cl = Math.cos(latitude);
  const so = Math.sin(longitude);
  const co = Math.cos(longitude);
  put(frame, SITE_EAST, -so, co, 0);
  put(frame, SITE_NORTH, -sl * co, -sl * so, cl);
  put(frame, SITE_UP, cl * co, cl * so, sl);
}

/** How far an Earth-fixed vector goes along an axis of a site's frame: SITE_EAST, SITE_NORTH or SITE_UP. */
export function component(frame: Float64Array, axis: number, x: number, y: number, z: number): number {
  return frame[axis] * x + frame[axis + 1] * y + frame[axis + 2] * z;
}

/** Latitude, longitude (radians) and height (m) of an Earth-fixed point (m), into the first three of `out`: Bowring's
 *  iteration on the parametric latitude (Survey Review 23, 1976, p. 323). */
export function geodetic(x: number, y: number, z: number, out: Float64Array): void {
  const across = Math.sqrt(x * x + y * y);
  // Parametric latitude where the radius meets the ellipsoid: tan beta = (a/b) z / rho.
  let beta = Math.atan2(z * EQUATORIAL_RADIUS, across * POLAR);
  let latitude = 0;
  for (let pass = 0; pass < 4; pass++) {
    const sinB = Math.sin(beta);
    const cosB = Math.cos(beta);
    latitude = Math.atan2(z + SECOND_E2 * POLAR * sinB * sinB * sinB, across - E2 * EQUATORIAL_RADIUS * cosB * cosB * cosB);
    // tan beta = (1 - f) tan latitude
    beta = Math.atan2((1 - FLATTENING) * Math.sin(latitude), Math.cos(latitude));
  }
  const sinLat = Math.sin(latitude);
  out[0] = latitude;
  out[1] = Math.atan2(y, x);
  // Holds at the poles too, where rho / cos(latitude) - N would not.
  out[2] = across * Math.cos(latitude) + z * sinLat - EQUATORIAL_RADIUS * Math.sqrt(1 - E2 * sinLat * sinLat);
}
