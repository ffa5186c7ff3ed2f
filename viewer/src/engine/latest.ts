/** Latest departure: how long an interceptor of a given speed may wait and still meet a flight; stands beside
 *  reassure/reach/ideal/latest.py. From a meeting that is known, the departure is pushed back as far as its neighbourhood
 *  allows; then the whole search for a meeting is made again from just after that departure, until it finds none. */

import { chordBound, energyBound, leastSpeed, leastTime, quickest } from "./arcs";
import { standing } from "./family";
import { Search } from "./minimum";
import type { BurnoutSites, Meeting } from "./required";
import type { Course } from "./scan";
import { leastEnergyTime, relativeSpeed } from "./transfer";

/** s. A departure later by less than this is not looked for. */
const RESOLUTION = 0.25;
/** Searches for a later departure against one flight. */
const MOST_ROUNDS = 50;

/** P and Q. */
const ends = new Float64Array(6);

/** Latest departure (s) from P, the first three of `ends`, that meets the flight at `when` (s), or `floor` where that is
 *  not later. */
function departure(course: Course, speed: number, when: number, floor: number): number {
  const wait = when - floor;
  if (wait <= 0) return floor;
  standing(course.flight, when, ends, 3);
  const px = ends[0];
  const py = ends[1];
  const pz = ends[2];
  const qx = ends[3];
  const qy = ends[4];
  const qz = ends[5];
  if (chordBound(px, py, pz, qx, qy, qz, wait) > speed || energyBound(px, py, pz, qx, qy, qz, wait) > speed) return floor;
  // One arc mostly shows that the speed is enough; only else is the least worked out.
  let slow = Math.min(wait, leastEnergyTime(px, py, pz, qx, qy, qz));
  if (relativeSpeed(slow, px, py, pz, qx, qy, qz) > speed) {
    if (!(leastSpeed(px, py, pz, qx, qy, qz, wait) <= speed)) return floor;
    slow = leastTime[0];
  }
  return Math.max(floor, when - quickest(ends, speed, slow));
}

const search = new Search();

/** Latest departure (s) from a site with a speed (m/s), no earlier than `floor`, for intercepts of a flight on the slope
 *  around `when` (s); `floor` where there is none. */
function pushBack(sites: BurnoutSites, site: number, course: Course, speed: number, when: number, floor: number): number {
  ends[0] = sites.points[3 * site];
  ends[1] = sites.points[3 * site + 1];
  ends[2] = sites.points[3 * site + 2];
  const low = course.opening;
  const high = course.closing;
  let best = departure(course, speed, when, floor);
  // The ends taken exactly: the search below only comes near them.
  best = Math.max(best, departure(course, speed, low, floor));
  best = Math.max(best, departure(course, speed, high, floor));
  const near = Math.min(0.5, 0.25 * (high - low));
  const start = Math.min(Math.max(when, low + near), high - near);
  // Intercept time to 0.3 s; about its greatest the departure hardly changes with it.
  search.open(low, high, start, -departure(course, speed, start, floor), 0.3);
  while (search.active) search.narrow(-departure(course, speed, search.trial, floor));
  return Math.max(best, -search.fx);
}

/** Latest interceptor burnout, s, from any of the sites that still meets a flight, for a speed (m/s) that is enough for the
 *  meeting `site`, `when`, whose interceptor burns out at `known` (s). Never later than the truth, and earlier by RESOLUTION
 *  at most where the search for a meeting finds the best one. `course.ready` and `meeting` are overwritten. */
export function latestDeparture(sites: BurnoutSites, course: Course, meeting: Meeting, speed: number, known: number): number {
  let record = known;
  let { site, when } = meeting;
  for (let turn = 0; turn < MOST_ROUNDS; turn++) {
    record = Math.max(record, pushBack(sites, site, course, speed, when, record));
    course.ready = record + RESOLUTION;
    meeting.find(course);
    if (!(meeting.speed <= speed)) break;
    // A meeting was found for a departure at `ready` or later.
    record = course.ready;
    site = meeting.site;
    when = meeting.when;
  }
  return record;
}
