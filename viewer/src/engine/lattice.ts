/** Sample points of an area, put in order for a search: a few far apart first, and who is next to whom; stands beside
 *  reassure/geography/lattice.py. */

import type { BurnoutSites } from "./required";

/** m. An area's sites are first tried at points that leave none farther than this from one of them; the search then climbs
 *  from the best along the fine sample (design/area_spacing.py). */
const COVER = 350e3;
/** Of each site, the nearest that a climb may go to. */
const NEIGHBOURS = 10;

/** Sites in the order of a search, and which place each was before. */
export interface Lattice {
  order: Int32Array;
  sites: BurnoutSites;
}

function gap(points: Float64Array, i: number, j: number): number {
  const dx = points[3 * i] - points[3 * j];
  const dy = points[3 * i + 1] - points[3 * j + 1];
  const dz = points[3 * i + 2] - points[3 * j + 2];
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}

/** Points picked one by one, each the farthest from those before it, until all lie within the cover. */
function leadingOf(points: Float64Array, n: number): number[] {
  const leading = [0];
  const gaps = Float64Array.from({ length: n }, (_, i) => gap(points, i, 0));
  for (;;) {
    let farthest = 0;
    for (let i = 1; i < n; i++) if (gaps[i] > gaps[farthest]) farthest = i;
    if (!(gaps[farthest] > COVER)) return leading;
    leading.push(farthest);
    for (let i = 0; i < n; i++) gaps[i] = Math.min(gaps[i], gap(points, i, farthest));
  }
}

/** The nearest NEIGHBOURS points of each of n, the nearest first; -1 pads a short row. */
function neighboursOf(points: Float64Array, n: number): Int32Array {
  const out = new Int32Array(n * NEIGHBOURS).fill(-1);
  const gaps = new Float64Array(NEIGHBOURS);
  for (let i = 0; i < n; i++) {
    const row = out.subarray(i * NEIGHBOURS, (i + 1) * NEIGHBOURS);
    gaps.fill(Infinity);
    for (let j = 0; j < n; j++) {
      const here = gap(points, i, j);
      if (j === i || !(here < gaps[NEIGHBOURS - 1])) continue;
      // Those farther away move on by one.
      let m = NEIGHBOURS - 1;
      for (; m > 0 && gaps[m - 1] > here; m--) {
        gaps[m] = gaps[m - 1];
        row[m] = row[m - 1];
      }
      gaps[m] = here;
      row[m] = j;
    }
  }
  return out;
}

/** Put points (Earth-fixed, m, three numbers each) in the order of a search. */
export function lattice(points: Float64Array): Lattice {
  const count = points.length / 3;
  const leading = leadingOf(points, count);
  const first = new Set(leading);
  const rest = Array.from({ length: count }, (_, i) => i).filter((i) => !first.has(i));
  const order = Int32Array.from([...leading, ...rest]);
  const placed = new Float64Array(3 * count);
  order.forEach((from, to) => placed.set(points.subarray(3 * from, 3 * from + 3), 3 * to));
  const neighbours = count === 1 ? new Int32Array(0) : neighboursOf(placed, count);
  return { order, sites: { count, points: placed, leading: leading.length, neighbours, width: count === 1 ? 0 : NEIGHBOURS } };
}
