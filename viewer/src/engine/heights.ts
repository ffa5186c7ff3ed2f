/** Where along a flight an intercept counts: the parts of it between two heights; stands beside
 *  reassure/reach/heights.py. A part is a flight too, flown from where it begins: the same arc, a later start and an
 *  earlier end. Heights are geodetic, m; times s from the flight's launch. */

import { ROTATION_RATE } from "./constants";
import { BURNOUT_TIME, FLIGHT_COLUMNS, FREE_FLIGHT_TIME, endTime, standing } from "./family";
import { geodetic } from "./frames";
import { propagate, state } from "./kepler";
import { Search } from "./minimum";

/** s. A height is passed within this, on the side that counts. */
const END = 1e-3;
const STEPS = 8; // equal pieces of a free flight at whose ends its height is looked at
const MOST = 2 * STEPS + 1; // nodes, and an extremum beside each

const spot = new Float64Array(3);

/** Geodetic height, m, of a flight at `when` (s). */
function heightAt(flight: Float64Array, when: number): number {
  standing(flight, when, spot, 0);
  geodetic(spot[0], spot[1], spot[2], spot);
  return spot[2];
}

const search = new Search();

/** When (s) a flight is highest (`sign` -1) or lowest (1) between two times. */
function extremum(flight: Float64Array, low: number, middle: number, high: number, sign: number): number {
  search.open(low, high, middle, sign * heightAt(flight, middle), END);
  while (search.active) search.narrow(sign * heightAt(flight, search.trial));
  return search.x;
}

const times = new Float64Array(MOST);
const heights = new Float64Array(MOST);

/** Fill in `times` and `heights` along a flight, so that it passes each level at most once between two of them; how many. */
function profile(flight: Float64Array, lowest: number, highest: number): number {
  const step = flight[FREE_FLIGHT_TIME] / STEPS;
  let count = 0;
  let before = NaN;
  let here = heightAt(flight, flight[BURNOUT_TIME]);
  for (let k = 0; k <= STEPS; k++) {
    const when = k === STEPS ? endTime(flight) : flight[BURNOUT_TIME] + k * step;
    const after = k === STEPS ? NaN : heightAt(flight, when + step);
    times[count] = when;
    heights[count] = here;
    count += 1;
    if ((before < here && here > after) || (before > here && here < after)) {
      const sign = here > before ? -1 : 1;
      // Only a summit or a dip that may pass a level is worth finding: a parabola through three nodes leaves them by less
      // than an eighth of its second difference.
      const beyond = here - sign * Math.abs(before - 2 * here + after);
      const low = Math.min(here, beyond);
      const high = Math.max(here, beyond);
      if ((low <= lowest && lowest <= high) || (low <= highest && highest <= high)) {
        const top = extremum(flight, when - step, when, when + step, sign);
        // The times stay in rising order: the extremum goes after or before its node.
        const at = top > when ? count : count - 1;
        times[count] = when;
        heights[count] = here;
        times[at] = top;
        heights[at] = heightAt(flight, top);
        count += 1;
      }
    }
    before = here;
    here = after;
  }
  return count;
}

/** When (s) a flight passes a height (m) between a time on its wrong side and one on the side that counts: the last known to
 *  be on the side that counts. Regula falsi (Illinois), kept so far from both ends that these close in. */
function passes(flight: Float64Array, level: number, out: number, within: number): number {
  let over = heightAt(flight, within) - level;
  let under = heightAt(flight, out) - level;
  const above = under < 0;
  let last = 0;
  for (let pass = 0; pass < 80; pass++) {
    if (Math.abs(within - out) <= END) break;
    const near = (0.4 * END) / Math.abs(within - out);
    const share = Math.min(Math.max(over / (over - under), near), 1 - near);
    const middle = within + share * (out - within);
    const here = heightAt(flight, middle) - level;
    if (above ? here >= 0 : here <= 0) {
      within = middle;
      over = here;
      if (last === 1) under *= 0.5;
      last = 1;
    } else {
      out = middle;
      under = here;
      if (last === -1) over *= 0.5;
      last = -1;
    }
  }
  return within;
}

/** A time (s) at which a flight is between two levels, where it is on opposite sides of them at a and b; NaN where none
 *  was found. */
function between(flight: Float64Array, lowest: number, highest: number, a: number, ha: number, b: number): number {
  let one = a;
  let other = b;
  while (Math.abs(other - one) > 1e-9) {
    const middle = 0.5 * (one + other);
    const h = heightAt(flight, middle);
    if (lowest <= h && h <= highest) return middle;
    if (h < lowest === ha < lowest) one = middle;
    else other = middle;
  }
  return NaN;
}

/** The begin and the end of the last `stretch`, s; the first after the second where there is none. */
const ends = new Float64Array(2);

/** The times between those of two neighbours of the profile at which a flight is between two levels, into `ends`. */
function stretch(flight: Float64Array, lowest: number, highest: number, k: number): void {
  const a = times[k - 1];
  const ha = heights[k - 1];
  const b = times[k];
  const hb = heights[k];
  ends[0] = b;
  ends[1] = a;
  if (Math.max(ha, hb) < lowest || Math.min(ha, hb) > highest) return;
  const insideA = lowest <= ha && ha <= highest;
  const insideB = lowest <= hb && hb <= highest;
  // A time between the levels, should neither end be.
  const middle = insideA ? a : insideB ? b : between(flight, lowest, highest, a, ha, b);
  if (isNaN(middle)) return;
  ends[0] = insideA ? a : passes(flight, ha < lowest ? lowest : highest, a, middle);
  ends[1] = insideB ? b : passes(flight, hb < lowest ? lowest : highest, b, middle);
}

/** Write a row: a flight from `begin` to `end` (s from its launch). */
function fillPart(flight: Float64Array, begin: number, end: number, out: Float64Array): void {
  out.set(flight);
  // A flight that counts from end to end keeps its row bit for bit.
  if (begin === flight[BURNOUT_TIME] && end === endTime(flight)) return;
  const after = begin - flight[BURNOUT_TIME];
  if (after > 0) {
    // Flown on in the inertial axes of burnout, then turned into the Earth-fixed axes of `begin`.
    propagate(flight[0], flight[1], flight[2], flight[3], flight[4], flight[5], after);
    const cos = Math.cos(ROTATION_RATE * after);
    const sin = Math.sin(ROTATION_RATE * after);
    for (let k = 0; k < 6; k += 3) {
      out[k] = cos * state[k] + sin * state[k + 1];
      out[k + 1] = cos * state[k + 1] - sin * state[k];
      out[k + 2] = state[k + 2];
    }
    out[BURNOUT_TIME] = begin;
  }
  out[FREE_FLIGHT_TIME] = end - begin;
}

/** The begins and ends of the parts of the last flight, s: two numbers each. */
const spans = new Float64Array(2 * MOST);

/** Find the parts of a flight between two heights (ends included), into `spans`; how many. */
function spansOf(flight: Float64Array, lowest: number, highest: number): number {
  const nodes = profile(flight, lowest, highest);
  let count = 0;
  for (let k = 1; k < nodes; k++) {
    stretch(flight, lowest, highest, k);
    const begin = ends[0];
    const end = ends[1];
    if (end <= begin) continue;
    // Stretches that touch at a node are one part.
    if (count > 0 && begin === times[k - 1] && spans[2 * count - 1] === begin) {
      spans[2 * count - 1] = end;
      continue;
    }
    spans[2 * count] = begin;
    spans[2 * count + 1] = end;
    count += 1;
  }
  return count;
}

/** Parts of flights: whose each is, rising, and their rows. */
export interface Parts {
  owner: Int32Array;
  rows: Float64Array;
}

/** The parts of the flights of some rows between two geodetic heights (m), ends included. A flight that is never at such a
 *  height has none, and one that always is has itself. `lowest` 0 or less and `highest` infinite: every height counts. */
export function parts(rows: Float64Array, lowest: number, highest: number): Parts {
  const n = rows.length / FLIGHT_COLUMNS;
  const low = lowest > 0 ? lowest : -Infinity; // a flight ends at height 0, but for rounding
  if (low === -Infinity && highest === Infinity) return { owner: Int32Array.from({ length: n }, (_, i) => i), rows };
  let owner = new Int32Array(2 * n);
  let out = new Float64Array(2 * n * FLIGHT_COLUMNS);
  let count = 0;
  for (let i = 0; i < n; i++) {
    const flight = rows.subarray(i * FLIGHT_COLUMNS, (i + 1) * FLIGHT_COLUMNS);
    const found = spansOf(flight, low, highest);
    if (count + found > owner.length) {
      // A nearly round arc may have more than two parts.
      owner = grown(owner, new Int32Array(2 * (count + found)));
      out = grown(out, new Float64Array(2 * (count + found) * FLIGHT_COLUMNS));
    }
    for (let k = 0; k < found; k++, count++) {
      owner[count] = i;
      fillPart(flight, spans[2 * k], spans[2 * k + 1], out.subarray(count * FLIGHT_COLUMNS, (count + 1) * FLIGHT_COLUMNS));
    }
  }
  return { owner: owner.slice(0, count), rows: out.slice(0, count * FLIGHT_COLUMNS) };
}

function grown<T extends Int32Array | Float64Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
