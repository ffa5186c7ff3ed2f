/** When a radar first sees a flight, and when it has tracked it; stands beside reassure/sensing/radar.py. A radar sees what
 *  is within its range, its sector and its elevations, and not behind the Earth. No refraction, no size of target, no search
 *  time. */

import { EQUATORIAL_RADIUS, FLATTENING, RADIANS } from "./constants";
import { endTime } from "./family";
import { SITE_COLUMNS, SITE_EAST, SITE_NORTH, SITE_POSITION, SITE_UP, component, siteFrame } from "./frames";
import { positionAt } from "./path";
import type { Radar } from "./problem";

/** Columns of a radar's row, after those of its site's frame: m and radians. */
const RADAR_COLUMNS = 17;
const RANGE = SITE_COLUMNS;
const BORESIGHT = SITE_COLUMNS + 1; // clockwise from north
const HALF_SECTOR = SITE_COLUMNS + 2; // to either side of the boresight; pi: all round
const LEAST_ELEVATION = SITE_COLUMNS + 3;
const GREATEST_ELEVATION = SITE_COLUMNS + 4;

/** s. Between looks: a pass shorter than this, or a gap in one, may be missed. */
const STEP = 2;
const EDGE = 1e-3; // s: a rise is found to this
const STRETCH = 1 / (1 - FLATTENING);

/** The row of a radar. */
export function radarRow(radar: Radar): Float64Array {
  const row = new Float64Array(RADAR_COLUMNS);
  siteFrame(radar.latitude_deg * RADIANS, radar.longitude_deg * RADIANS, 1e3 * radar.height_km, row);
  row[RANGE] = 1e3 * radar.range_km;
  row[BORESIGHT] = radar.boresight_deg * RADIANS;
  row[HALF_SECTOR] = 0.5 * radar.sector_deg * RADIANS;
  row[LEAST_ELEVATION] = radar.least_elevation_deg * RADIANS;
  row[GREATEST_ELEVATION] = radar.greatest_elevation_deg * RADIANS;
  return row;
}

/** Does the straight line from the radar to a point clear the ellipsoid? Stretched along the axis by 1 / (1 - f), that is a
 *  sphere of the equatorial radius: the line's point nearest to the centre is outside it, or beyond one of the ends. */
function clear(row: Float64Array, px: number, py: number, pz: number): boolean {
  const rx = row[SITE_POSITION];
  const ry = row[SITE_POSITION + 1];
  const rz = row[SITE_POSITION + 2] * STRETCH;
  const dx = px - rx;
  const dy = py - ry;
  const dz = pz * STRETCH - rz;
  const down = -(rx * dx + ry * dy + rz * dz);
  if (down <= 0) return true; // it climbs from the radar on
  const share = Math.min(1, down / (dx * dx + dy * dy + dz * dz));
  const x = rx + share * dx;
  const y = ry + share * dy;
  const z = rz + share * dz;
  return x * x + y * y + z * z >= EQUATORIAL_RADIUS * EQUATORIAL_RADIUS;
}

/** Is an Earth-fixed point (m) in view? */
export function visible(row: Float64Array, x: number, y: number, z: number): boolean {
  const dx = x - row[SITE_POSITION];
  const dy = y - row[SITE_POSITION + 1];
  const dz = z - row[SITE_POSITION + 2];
  const east = component(row, SITE_EAST, dx, dy, dz);
  const north = component(row, SITE_NORTH, dx, dy, dz);
  const up = component(row, SITE_UP, dx, dy, dz);
  const across2 = east * east + north * north;
  if (across2 + up * up > row[RANGE] * row[RANGE]) return false;
  const elevation = Math.atan2(up, Math.sqrt(across2));
  if (!(row[LEAST_ELEVATION] <= elevation && elevation <= row[GREATEST_ELEVATION])) return false;
  if (row[HALF_SECTOR] < Math.PI) {
    let off = Math.atan2(east, north) - row[BORESIGHT];
    off -= 2 * Math.PI * Math.floor(off / (2 * Math.PI) + 0.5);
    if (Math.abs(off) > row[HALF_SECTOR]) return false;
  }
  return clear(row, x, y, z);
}

const spot = new Float64Array(3);

function sees(row: Float64Array, base: Float64Array, flight: Float64Array, when: number): boolean {
  positionAt(base, flight, when, spot);
  return visible(row, spot[0], spot[1], spot[2]);
}

/** The moment (s) between one when it is hidden and one when it is seen. */
function edge(row: Float64Array, base: Float64Array, flight: Float64Array, hidden: number, seen: number): number {
  while (Math.abs(seen - hidden) > EDGE) {
    const middle = 0.5 * (hidden + seen);
    if (sees(row, base, flight, middle)) seen = middle;
    else hidden = middle;
  }
  return seen;
}

/** When a radar first sees a flight and has tracked it, s after its launch, into the first two of `out`; infinite for
 *  never. `base`: Earth-fixed, m. The radar looks from `since` on. Tracked: the end of the first stretch of `track` seconds
 *  in view without a break. */
export function sighting(row: Float64Array, flight: Float64Array, base: Float64Array, since: number, track: number, out: Float64Array): void {
  out[0] = Infinity;
  out[1] = Infinity;
  const end = endTime(flight);
  let now = since;
  if (!(now < end)) return;
  let seen = sees(row, base, flight, now);
  let rise = now;
  if (seen) out[0] = now;
  while (now < end) {
    // Whole steps, but the end of a track is looked at too.
    let after = Math.min(now + STEP, end);
    if (seen && rise + track <= after) after = rise + track;
    const still = sees(row, base, flight, after);
    if (still && !seen) {
      rise = edge(row, base, flight, now, after);
      out[0] = Math.min(out[0], rise);
    }
    if (still && after >= rise + track) {
      out[1] = rise + track;
      return;
    }
    seen = still;
    if (after === now) return;
    now = after;
  }
}
