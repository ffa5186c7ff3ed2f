/** Geodesics of the WGS84 ellipsoid, by GeographicLib (Karney's algorithms, accurate to nanometres); stands beside
 *  reassure/geography/geodesics.py. Degrees and km. */

import { Geodesic } from "geographiclib-geodesic";

const { WGS84, LATITUDE, LONGITUDE, AZIMUTH, DISTANCE } = Geodesic;

/** An azimuth (deg clockwise from north, -180 to 180) at which a shortest path leaves its first end for its second, and
 *  its length (km): into `out`. Between antipodes any azimuth of a shortest path, between a point and itself any at all. */
export function course(latitude1: number, longitude1: number, latitude2: number, longitude2: number, out: Float64Array): void {
  const found = WGS84.Inverse(latitude1, longitude1, latitude2, longitude2, AZIMUTH | DISTANCE);
  out[0] = found.azi1!;
  out[1] = found.s12! / 1e3;
}

/** Length of the shortest path between two points, km. */
export function distanceKm(latitude1: number, longitude1: number, latitude2: number, longitude2: number): number {
  return WGS84.Inverse(latitude1, longitude1, latitude2, longitude2, DISTANCE).s12! / 1e3;
}

/** The point `distance` (km) away along a geodesic that leaves another at an azimuth (deg clockwise from north): latitude,
 *  longitude (-180 to 180) and the azimuth there, on along the geodesic, deg, into `out`. */
export function ahead(latitude: number, longitude: number, azimuth: number, distance: number, out: Float64Array): void {
  const found = WGS84.Direct(latitude, longitude, azimuth, 1e3 * distance, LATITUDE | LONGITUDE | AZIMUTH);
  out[0] = found.lat2!;
  out[1] = found.lon2!;
  out[2] = found.azi2!;
}
