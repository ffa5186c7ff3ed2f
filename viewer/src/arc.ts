/** Free fall over the turning Earth, for what is drawn: the engine's numbers in the viewer's own words (docs/method.md). */

import { EQUATORIAL_RADIUS, RADIANS, ROTATION_RATE } from "./engine/constants";
import * as kernel from "./engine/family";
import * as frames from "./engine/frames";

export { EQUATORIAL_RADIUS, ROTATION_RATE };

export type Vector = [number, number, number];

/** A flight: burnout position (Earth-fixed, m), inertial velocity along those axes (m/s), times from launch (s). */
export interface Burnout {
  position: Vector;
  velocity: Vector;
  burnoutTime: number;
  flightTime: number;
}

/** The flight as a row of the engine. */
export function rowOf({ position, velocity, burnoutTime, flightTime }: Burnout): Float64Array {
  return Float64Array.of(...position, ...velocity, burnoutTime, flightTime - burnoutTime);
}

const spot = new Float64Array(3);

/** Free fall from a burnout. Made once for a flight, asked often: it writes into its caller's vector. */
export class Fall {
  private readonly row: Float64Array;

  constructor(flight: Burnout) {
    this.row = rowOf(flight);
  }

  /** Earth-fixed position, m, at `when` s after the launch, burnout or later. */
  at(when: number, out: Vector): void {
    kernel.standing(this.row, when, spot, 0);
    out[0] = spot[0];
    out[1] = spot[1];
    out[2] = spot[2];
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

/** Latitude, longitude and height over WGS84 of an Earth-fixed position (m). */
export function geodetic([x, y, z]: Vector): Place {
  frames.geodetic(x, y, z, spot);
  return { latitude: spot[0] / RADIANS, longitude: spot[1] / RADIANS, height: spot[2] };
}

export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Earth-fixed position, m, of a geodetic place on the WGS84 ellipsoid (degrees, m). */
export function earthFixed(latitude: number, longitude: number, height = 0): Vector {
  frames.earthFixed(latitude * RADIANS, longitude * RADIANS, height, spot, 0);
  return [spot[0], spot[1], spot[2]];
}
