/** Coast lines and borders, and the names of countries. */

import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { GeoPermissibleObjects } from "d3-geo";

/** A name, the latitude and longitude of where it stands, and how wide what it names is (deg). */
export type Label = [name: string, latitude: number, longitude: number, size: number];

export interface Ground {
  land: GeoPermissibleObjects;
  borders: GeoPermissibleObjects; // lines between two countries: coasts are the edges of the land
  labels: Label[]; // of countries, the largest first; the coarse atlas alone has them
}

export type Countries = Topology<{ countries: GeometryCollection; land: GeometryCollection }> & { labels?: Label[] };

/** The atlas decoded from TopoJSON, as d3-geo draws it: longitudes and latitudes, deg. */
export function ground(world: Countries): Ground {
  return {
    land: feature(world, world.objects.land),
    borders: mesh(world, world.objects.countries, (a, b) => a !== b),
    labels: world.labels ?? [],
  };
}
