/** One site against one flight: its nodes scanned, and the low ones looked into; stands beside
 *  reassure/reach/ideal/scan.py. P is where the ideal interceptor burns out (Earth-fixed, m). */

import { SLACK, chordBound, energyBound, farSpeed, leastSpeed, longWayBound } from "./arcs";
import { BURNOUT_TIME, FREE_FLIGHT_TIME, earthFixedTrack, endTime, standing } from "./family";
import { Search } from "./minimum";
import { HALF_TURN_TIME, leastEnergyTime, relativeSpeed } from "./transfer";

const NEAR_EDGE = 0.5; // s: how far inside an end of the window the slope at that end is sampled

/** Flights are scanned at nodes this far apart, s, or nearer (design/scan_spacing.py). */
export const NODE_SPACING_S = 75;

/** How many nodes at most `spacing` s apart a flight of some duration (s) has. */
export function nodesOf(free: number, spacing: number): number {
  return Math.max(5, Math.ceil(free / spacing) + 1);
}

/** A flight in the search for its meeting: its row, its nodes, and when the interceptor is ready (s from the flight's
 *  launch). One is made and filled again for every flight. */
export class Course {
  flight: Float64Array = new Float64Array(8);
  /** Earth-fixed positions at `nodes` equal steps of the free flight, m. */
  track: Float64Array = new Float64Array(3 * 128);
  nodes = 0;
  /** From node to node, s. */
  spacing = NaN;
  opening = NaN;
  closing = NaN;
  /** Earliest burnout of the interceptor, s from the flight's launch. */
  ready = NaN;

  /** Take another flight, with so many nodes. */
  take(flight: Float64Array, nodes: number): void {
    const free = flight[FREE_FLIGHT_TIME];
    this.flight = flight;
    this.nodes = nodes;
    if (this.track.length < 3 * this.nodes) this.track = new Float64Array(3 * this.nodes);
    earthFixedTrack(flight, this.nodes, this.track);
    this.spacing = free / (this.nodes - 1);
    this.opening = flight[BURNOUT_TIME];
    this.closing = endTime(flight);
  }
}

const spot = new Float64Array(3);

/** Least speed, m/s, to be at the flight at time `when` (s), leaving P when ready or later. */
function leastAt(px: number, py: number, pz: number, course: Course, when: number): number {
  if (when <= course.ready) return Infinity;
  standing(course.flight, when, spot, 0);
  return leastSpeed(px, py, pz, spot[0], spot[1], spot[2], when - course.ready);
}

/** The intercept time of the last `narrowDown` or `lookInto`, s. */
export const foundTime = new Float64Array(1);

function found(time: number, speed: number): number {
  foundTime[0] = time;
  return speed;
}

const search = new Search();

/** Least speed (m/s) of an intercept in [low, high], its time in `foundTime`; infinite where no arc meets the flight.
 *  `start` (s), in the interval, may be one of its ends, which is taken exactly. */
export function narrowDown(px: number, py: number, pz: number, course: Course, low: number, high: number, start: number): number {
  const speed = leastAt(px, py, pz, course, start);
  const best = start;
  let atStart = speed;
  const near = Math.min(NEAR_EDGE, 0.25 * (high - low));
  // At an end, the slope just inside tells whether the end is itself the minimum.
  if (start <= low + near) {
    const inside = leastAt(px, py, pz, course, low + near);
    if (atStart <= inside) return found(start, atStart);
    start = low + near;
    atStart = inside;
  } else if (start >= high - near) {
    const inside = leastAt(px, py, pz, course, high - near);
    if (atStart <= inside) return found(start, atStart);
    start = high - near;
    atStart = inside;
  }
  search.open(low, high, start, atStart, 0.1); // to 0.1 s
  while (search.active) search.narrow(leastAt(px, py, pz, course, search.trial));
  return search.fx < speed ? found(search.x, search.fx) : found(best, speed);
}

/** Speed (m/s) of one arc to node k that has no longer than `longest`: that of least energy, or the longest that there is
 *  time for. */
function oneArc(px: number, py: number, pz: number, course: Course, k: number, longest: number): number {
  const track = course.track;
  const qx = track[3 * k];
  const qy = track[3 * k + 1];
  const qz = track[3 * k + 2];
  return relativeSpeed(Math.min(longest, leastEnergyTime(px, py, pz, qx, qy, qz)), px, py, pz, qx, qy, qz);
}

/** Fill `scanned` with the speed (m/s) of one good arc to every `step`th node and to the last: infinite at nodes passed
 *  over, and where no arc needs as little as `ceiling` (m/s) or the least so far, and SLACK more. Returns the least. */
export function scan(px: number, py: number, pz: number, course: Course, ceiling: number, step: number, scanned: Float64Array): number {
  const { nodes, track, spacing } = course;
  const begin = course.opening - course.ready;
  let best = Infinity;
  for (let k = 0; k < nodes; k++) scanned[k] = Infinity;
  const far = longWayBound(px, py, pz);
  // Every `step`th node, and the last whatever the step.
  for (let j = 0; j < nodes + step - 1; j += step) {
    const k = j < nodes ? j : nodes - 1;
    const longest = begin + k * spacing;
    if (longest <= 0) continue;
    const qx = track[3 * k];
    const qy = track[3 * k + 1];
    const qz = track[3 * k + 2];
    const enough = Math.min(best, ceiling) + SLACK;
    if (chordBound(px, py, pz, qx, qy, qz, longest) > enough || energyBound(px, py, pz, qx, qy, qz, longest) > enough) continue;
    let speed = oneArc(px, py, pz, course, k, longest);
    // Time for more than half a turn, and a speed at which such an arc may be the slower.
    if (longest > HALF_TURN_TIME && speed > far) speed = Math.min(speed, farSpeed(px, py, pz, qx, qy, qz, longest));
    scanned[k] = speed;
    best = Math.min(best, speed);
  }
  return best;
}

/** Least speed (m/s) around all low nodes that need no more than `ceiling` (m/s), its intercept time in `foundTime`. `step`
 *  and `scanned` as `scan` had and filled them. Infinite where no arc meets the flight around such a node. */
export function lookInto(px: number, py: number, pz: number, course: Course, step: number, scanned: Float64Array, ceiling: number): number {
  const last = course.nodes - 1;
  const opening = Math.max(course.opening, course.ready);
  const closing = course.closing;
  let speed = Infinity;
  let when = closing;
  let before = Infinity;
  for (let j = 0; j < last + step; j += step) {
    const k = j < last ? j : last;
    const here = scanned[k];
    const after = k < last ? scanned[Math.min(k + step, last)] : Infinity;
    // The minimum then lies about that neighbour.
    const hidden = before < here || after < here;
    before = here;
    if (here === Infinity || here > Math.min(ceiling, speed + SLACK)) continue;
    let least: number;
    if (hidden) {
      // An end of the window may be a minimum of its own, though its neighbour is lower still.
      if (k !== 0 && k !== last) continue;
      foundTime[0] = k === 0 ? opening : closing;
      least = leastAt(px, py, pz, course, foundTime[0]);
    } else {
      const middle = course.opening + k * course.spacing;
      const low = Math.max(opening, middle - step * course.spacing);
      const high = Math.min(closing, middle + step * course.spacing);
      least = narrowDown(px, py, pz, course, low, high, Math.min(Math.max(middle, low), high));
    }
    if (least < speed) {
      speed = least;
      when = foundTime[0];
    }
  }
  return found(when, speed);
}

/** Speed (m/s) of one arc to node k; infinite where there is no time for it, or none above the ground. */
export function glance(px: number, py: number, pz: number, course: Course, k: number): number {
  const longest = course.opening + k * course.spacing - course.ready;
  return longest <= 0 ? Infinity : oneArc(px, py, pz, course, k, longest);
}
