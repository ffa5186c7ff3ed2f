/** Rims and circles as GeoJSON, wound so that d3-geo fills their inside. */

import { geoArea, geoCircle, geoContains, type GeoPermissibleObjects } from "d3-geo";
import type { Polygon } from "geojson";
import { GROUND_RADIUS_KM } from "./geometry";

/** A polygon from latitudes and longitudes (deg); the smaller of the two sides of its rim is its inside, and what lies in its
 *  holes is outside. */
export function ring(rim: [number, number][], holes: [number, number][][] = []): Polygon {
  return { type: "Polygon", coordinates: [wound(rim), ...holes.map((hole) => wound(hole).reverse())] };
}

/** A rim as GeoJSON has it, closed, with its smaller side for its inside; a hole goes the other way round. */
function wound(rim: [number, number][]): [number, number][] {
  const points = rim.map(([lat, lon]): [number, number] => [lon, lat]);
  points.push(points[0]);
  // d3-geo takes the other side for the inside where a ring winds the other way round: more than half the sphere.
  return geoArea({ type: "Polygon", coordinates: [points] }) > 2 * Math.PI ? points.reverse() : points;
}

/** All places at a ground distance (km) from a place (latitude, longitude, deg), on a sphere of the Earth's mean
 *  radius. */
export const circle = ([latitude, longitude]: [number, number], km: number): GeoPermissibleObjects =>
  geoCircle().center([longitude, latitude]).radius((km / GROUND_RADIUS_KM) * (180 / Math.PI))();

/** Whether a place (latitude, longitude, deg) lies within a rim. */
export const holds = (rim: [number, number][], [latitude, longitude]: [number, number]): boolean =>
  geoContains(ring(rim), [longitude, latitude]);
