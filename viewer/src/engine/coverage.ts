/** What a radar sees of all that flies at one height: an outline on the ground below it; stands beside
 *  reassure/engagement/coverage.py. */

import { RADIANS } from "./constants";
import { earthFixed } from "./frames";
import { ahead } from "./geodesics";
import type { Radar } from "./problem";
import { radarRow, visible } from "./radar";

/** At which it is drawn. */
const HEIGHTS_KM = [200, 1000];
const STEP_DEG = 5; // between azimuths, at most
const FARTHEST_KM = 20_000;
const HALVINGS = 40;
const NO_HOLE_KM = 1; // a ring of silence overhead that is smaller is not drawn

type Rim = [number, number][];

export interface Outline {
  height_km: number;
  rim: Rim;
  holes: Rim[];
}

const known = new Map<string, Outline[]>();

/** What a radar sees at each of those heights; none for a height at which it sees nothing. */
export function coverages(radar: Radar): Outline[] {
  const key = JSON.stringify(radar);
  let found = known.get(key);
  if (!found) {
    // A hand on a slider moves no radar: what was found stays.
    found = HEIGHTS_KM.flatMap((height) => coverage(radar, height) ?? []);
    known.set(key, found);
  }
  return found;
}

function coverage(radar: Radar, height: number): Outline | null {
  const round = radar.sector_deg >= 360;
  const pieces = Math.ceil(radar.sector_deg / STEP_DEG);
  const first = radar.boresight_deg - 0.5 * radar.sector_deg;
  const azimuths = Array.from({ length: pieces + (round ? 0 : 1) }, (_, k) => first + (radar.sector_deg / pieces) * k);
  // An azimuth stands at the edge of the sector: whether it is in it, rounding would say.
  const sees = { ...radar, sector_deg: 360 };
  const row = radarRow(sees);
  const upward = radarRow({ ...sees, greatest_elevation_deg: 90 });
  if (!seen(upward, radar, height, azimuths[0], 0)) return null;
  const far = azimuths.map((a) => last(upward, radar, height, a, 0, FARTHEST_KM));
  if (!azimuths.some((a, k) => seen(row, radar, height, a, far[k]))) return null;
  const near = seen(row, radar, height, azimuths[0], 0) ? azimuths.map(() => 0) : azimuths.map((a, k) => last(row, radar, height, a, far[k], 0));
  const outer = rim(radar, azimuths, far);
  const inner = rim(radar, azimuths, near);
  const silent = Math.max(...near) >= NO_HOLE_KM;
  if (round) return { height_km: height, rim: outer, holes: silent ? [inner] : [] };
  return { height_km: height, rim: [...outer, ...(silent ? inner.reverse() : [[radar.latitude_deg, radar.longitude_deg] as [number, number]])], holes: [] };
}

const place = new Float64Array(3);
const point = new Float64Array(3);

/** Does it see the point at a height that is so far away, km along the ground? */
function seen(row: Float64Array, radar: Radar, height: number, azimuth: number, away: number): boolean {
  ahead(radar.latitude_deg, radar.longitude_deg, azimuth, away, place);
  earthFixed(place[0] * RADIANS, place[1] * RADIANS, 1e3 * height, point, 0);
  return visible(row, point[0], point[1], point[2]);
}

/** The distance, km, at which points go out of view between one where they are seen and one where they are not. */
function last(row: Float64Array, radar: Radar, height: number, azimuth: number, inView: number, hidden: number): number {
  for (let k = 0; k < HALVINGS; k++) {
    const middle = 0.5 * (inView + hidden);
    if (seen(row, radar, height, azimuth, middle)) inView = middle;
    else hidden = middle;
  }
  return inView;
}

function rim(radar: Radar, azimuths: number[], away: number[]): Rim {
  return azimuths.map((azimuth, k) => {
    ahead(radar.latitude_deg, radar.longitude_deg, azimuth, away[k], place);
    return [Number(place[0].toFixed(4)), Number(place[1].toFixed(4))];
  });
}
