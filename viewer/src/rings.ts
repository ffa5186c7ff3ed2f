/** Rims and circles as GeoJSON, wound so that d3-geo fills their inside. */

import { geoArea, geoCircle, geoContains, type GeoPermissibleObjects } from "d3-geo";
import type { Polygon } from "geojson";
import { GROUND_RADIUS_KM } from "./geometry";

/** A polygon from latitudes and longitudes (deg); the smaller of the two sides of its rim is its inside. */
export function ring(rim: [number, number][]): Polygon {
  const points = rim.map(([lat, lon]) => [lon, lat]);
  points.push(points[0]);
  const polygon: Polygon = { type: "Polygon", coordinates: [points] };
  // d3-geo takes the other side for the inside where a ring winds the other way round: more than half the sphere.
  if (geoArea(polygon) > 2 * Math.PI) polygon.coordinates[0].reverse();
  return polygon;
}

/** A polygon with a hole; both from latitudes and longitudes (deg). */
export function pierced(rim: [number, number][], hole: [number, number][]): GeoPermissibleObjects {
  return { type: "Polygon", coordinates: [ring(rim).coordinates[0], ring(hole).coordinates[0].reverse()] };
}

/** All places at a ground distance (km) from a place (latitude, longitude, deg), on a sphere of the Earth's mean
 *  radius. */
export const circle = ([latitude, longitude]: [number, number], km: number): GeoPermissibleObjects =>
  geoCircle().center([longitude, latitude]).radius((km / GROUND_RADIUS_KM) * (180 / Math.PI))();

/** Whether a place (latitude, longitude, deg) lies within a rim. */
export const holds = (rim: [number, number][], [latitude, longitude]: [number, number]): boolean =>
  geoContains(ring(rim), [longitude, latitude]);
