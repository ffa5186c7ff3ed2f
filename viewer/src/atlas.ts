/** Coast lines and borders. */

import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { GeoPermissibleObjects } from "d3-geo";

export interface Ground {
  land: GeoPermissibleObjects;
  borders: GeoPermissibleObjects; // lines between two countries: coasts are the edges of the land
}

export type Countries = Topology<{ countries: GeometryCollection; land: GeometryCollection }>;

/** The atlas decoded from TopoJSON, as d3-geo draws it: longitudes and latitudes, deg. */
export function ground(world: Countries): Ground {
  return {
    land: feature(world, world.objects.land),
    borders: mesh(world, world.objects.countries, (a, b) => a !== b),
  };
}
