/** Required speed: the least Earth-relative speed with which the ideal interceptor meets a flight; stands beside
 *  reassure/reach/ideal/required.py, which says how it is found. */

import { SLACK, leastSpeed, leastTime, nearestNode, stride } from "./arcs";
import { standing } from "./family";
import { Course, foundTime, glance, lookInto, narrowDown, scan } from "./scan";
import { relativeSpeed } from "./transfer";

/** m/s. From a leading site that needs no more than this above the best of them, the search climbs to a better neighbour
 *  (design/area_spacing.py). */
const CLIMB = 300;
/** m/s. In the last climb, a neighbour that needs no more than this above the best at the best one's times is worked out in
 *  full (design/area_spacing.py). */
const POLISH = 15;

/** Where the ideal interceptor may burn out, in the order of a search (lattice.ts). */
export interface BurnoutSites {
  count: number;
  /** Earth-fixed, m: three numbers each. */
  points: Float64Array;
  /** How many of the first are scanned; from the best the search climbs. */
  leading: number;
  /** Numbers of points, `width` for each, of which -1 pads a short row. */
  neighbours: Int32Array;
  /** 0 where there is one point. */
  width: number;
}

/** The meeting of least speed, and the room that the search for it takes: made once for some sites and used again. */
export class Meeting {
  /** Least speed, m/s; infinite where no arc meets the flight. */
  speed = Infinity;
  /** The site it is from; -1 for none. */
  site = -1;
  /** The intercept, s from the flight's launch. */
  when = NaN;
  /** Of each site, m/s, infinite where it is not worth looking into. */
  private speeds: Float64Array;
  /** Of one site to each node. */
  private scanned = new Float64Array(128);
  /** First the step of each leading site's scan, then its best node. */
  private nodes: Int32Array;
  /** The mark of the search that last tried each site. */
  private visited: Int32Array;
  private mark = 0;

  constructor(private readonly sites: BurnoutSites) {
    this.speeds = new Float64Array(sites.count);
    this.nodes = new Int32Array(sites.count);
    this.visited = new Int32Array(sites.count);
  }

  /** Find the meeting of least speed with a flight over all sites. Speeds above `ceiling` (m/s) are not wanted: they, and some a
   *  few hundred m/s below it, may not be found. */
  find(course: Course, ceiling = Infinity): void {
    const { points, leading, count, width } = this.sites;
    if (this.scanned.length < course.nodes) this.scanned = new Float64Array(course.nodes);
    const least = this.candidates(course, ceiling);
    this.speed = Infinity;
    this.site = -1;
    this.when = 0;
    for (let s = 0; s < count; s++) {
      const lowest = Math.min(ceiling, least, this.speed);
      if (!(this.speeds[s] <= lowest + SLACK)) continue;
      const px = points[3 * s];
      const py = points[3 * s + 1];
      const pz = points[3 * s + 2];
      // A climb ends at any node: look at all of them; else at those that were scanned before.
      const step = leading < count ? 1 : stride(nearestNode(px, py, pz, course.track, course.nodes));
      scan(px, py, pz, course, lowest, step, this.scanned);
      const speed = lookInto(px, py, pz, course, step, this.scanned, lowest + SLACK);
      if (speed < this.speed) {
        this.speed = speed;
        this.site = s;
        this.when = foundTime[0];
      }
    }
    if (this.site >= 0 && width > 0) this.finish(course);
  }

  /** A site has been passed in this climb already; it is marked as passed. */
  private passed(s: number): boolean {
    if (this.visited[s] === this.mark) return true;
    this.visited[s] = this.mark;
    return false;
  }

  /** Scan the leading sites and climb from the good ones; the least speed seen, m/s. Leaves every site's speed. */
  private candidates(course: Course, ceiling: number): number {
    const { points, leading, count, width } = this.sites;
    const first = this.steps(course);
    this.mark += 1;
    let least = Infinity;
    for (let s = 0; s < count; s++) this.speeds[s] = Infinity;
    for (let turn = 0; turn < leading; turn++) {
      const s = (first + turn) % leading;
      this.speeds[s] = scan(points[3 * s], points[3 * s + 1], points[3 * s + 2], course, Math.min(ceiling, least), this.nodes[s], this.scanned);
      this.nodes[s] = this.leastNode(course.nodes);
      this.visited[s] = this.mark;
      least = Math.min(least, this.speeds[s]);
    }
    if (width === 0) return least;
    for (let s = 0; s < leading; s++) {
      if (!(this.speeds[s] <= least + CLIMB)) continue;
      const top = this.climb(course, s);
      // The climb left it for a better one: it is not looked into again.
      if (top !== s) this.speeds[s] = Infinity;
      this.speeds[top] = Math.min(this.speeds[top], this.climbed);
      least = Math.min(least, this.climbed);
    }
    return least;
  }

  /** Choose the step of each leading site's scan; the site that the flight comes nearest to. */
  private steps(course: Course): number {
    const { points, leading, count } = this.sites;
    let first = 0;
    let nearest = Infinity;
    for (let s = 0; s < leading; s++) {
      const off = nearestNode(points[3 * s], points[3 * s + 1], points[3 * s + 2], course.track, course.nodes);
      // Where a climb follows, every second of the nodes is enough to start it.
      this.nodes[s] = stride(off) * (leading < count ? 2 : 1);
      if (off < nearest) {
        first = s;
        nearest = off;
      }
    }
    return first;
  }

  /** The node of least speed in the last scan. */
  private leastNode(nodes: number): number {
    let best = 0;
    for (let k = 1; k < nodes; k++) if (this.scanned[k] < this.scanned[best]) best = k;
    return best;
  }

  /** The speed that the last climb came to, m/s. */
  private climbed = NaN;

  /** From site s go to whichever neighbour needs less speed, until none does: the site. The search watches the node of
   *  least speed from s, and goes with the best one. */
  private climb(course: Course, s: number): number {
    const { points, neighbours, width } = this.sites;
    let k = this.nodes[s];
    let least = this.speeds[s];
    for (let moved = true; moved; ) {
      moved = false;
      const here = s;
      for (let m = 0; m < width; m++) {
        const j = neighbours[here * width + m];
        if (j < 0) break;
        if (this.passed(j)) continue;
        const speed = glance(points[3 * j], points[3 * j + 1], points[3 * j + 2], course, k);
        if (speed < least) {
          least = speed;
          s = j;
          moved = true;
        }
      }
      if (!moved) break;
      // From the new site another node may be the nearer one.
      const until = Math.min(course.nodes, k + 2);
      for (let node = Math.max(0, k - 1); node < until; node++) {
        const speed = glance(points[3 * s], points[3 * s + 1], points[3 * s + 2], course, node);
        if (speed < least) {
          least = speed;
          k = node;
        }
      }
    }
    this.climbed = least;
    return s;
  }

  /** Finish the climb on exact speeds, as the nodes were only a rough guide. */
  private finish(course: Course): void {
    const { points, neighbours, width } = this.sites;
    const opening = Math.max(course.opening, course.ready);
    this.mark += 1;
    this.visited[this.site] = this.mark;
    for (let moved = true; moved; ) {
      moved = false;
      const here = this.site;
      const around = this.when;
      // A neighbour's best meeting is sought within a node of the best one's.
      const low = Math.max(opening, around - course.spacing);
      const high = Math.min(course.closing, around + course.spacing);
      standing(course.flight, around, where, 0);
      const qx = where[0];
      const qy = where[1];
      const qz = where[2];
      leastSpeed(points[3 * here], points[3 * here + 1], points[3 * here + 2], qx, qy, qz, around - course.ready);
      const tau = leastTime[0];
      for (let m = 0; m < width; m++) {
        const j = neighbours[here * width + m];
        if (j < 0) break;
        if (this.passed(j)) continue;
        const px = points[3 * j];
        const py = points[3 * j + 1];
        const pz = points[3 * j + 2];
        // The same times from the neighbour: its best ones ask for little less.
        if (relativeSpeed(tau, px, py, pz, qx, qy, qz) > this.speed + POLISH) continue;
        const speed = narrowDown(px, py, pz, course, low, high, around);
        if (speed < this.speed) {
          this.speed = speed;
          this.site = j;
          this.when = foundTime[0];
          moved = true;
        }
      }
    }
  }

  /** When the interceptor of the meeting burns out, s from the flight's launch; where the flight then stands, m, is
   *  written into the first three of `point`. */
  departure(course: Course, point: Float64Array): number {
    standing(course.flight, this.when, point, 0);
    const { points } = this.sites;
    const s = 3 * this.site;
    // The arc once more, for its time: the search keeps only speed and intercept.
    leastSpeed(points[s], points[s + 1], points[s + 2], point[0], point[1], point[2], this.when - course.ready);
    return this.when - leastTime[0];
  }
}

const where = new Float64Array(3);
