/** One leaf: which places and times its box has, and what is to be checked there (guarantee.md, section 4). */
import { Ball, mark, moveTo, release, times as scale } from './ball';
import { leafA } from './arc';
import { boosting } from './boost';
import { Claim, Flights, rangeOf } from './claim';
import { Earth, Range, earthOf, range } from './earth';
import { compare } from './exact';
import { Family, Row, familyOf } from './family';
import { Reference, Target, referenceOf, targetAt } from './flights';
import { Limits, Times, leafB, leafE, leafL } from './leaves';
import { HOLDS, Outcome, demand, trouble } from './outcome';
import { Visitor } from './tree';
import { Volume, volumeOf } from './volume';

// Where in the arrays of balls things are kept.
const CONSTANTS = 0, ROW = 1000, VOLUME = 2000, FLIGHTS = 6000, TARGET = 40000, LEAF = 60000;

/** What is kept must not reach into what is kept after it. */
function within(end: number): void { if (mark() > end) throw new Error('the arrays of balls are too small'); }

const down = (x: number): number => x - (Math.abs(x) * 2 ** -51 + 2 ** -1000);
const above = (x: number): number => x + (Math.abs(x) * 2 ** -51 + 2 ** -1000);
/** a + b and a - b, rounded outwards; exact where the rounding is seen to have been none. */
function sumUp(a: number, b: number): number { const s = a + b; return s - a === b && s - b === a ? s : above(s); }
function sumDown(a: number, b: number): number { const s = a + b; return s - a === b && s - b === a ? s : down(s); }

export interface Place { south: Range; north: Range; west: Range; east: Range }

/** The claim's numbers for one clause and aim, as intervals. */
export interface Problem {
  places: Place[]; row: Row;
  earliest: Range; speed: Range; divert: Range; distance: Range; height: Range;
  time: [Range, Range]; burnHeight: [Range, Range]; burnDistance: [Range, Range]; base: Place;
  perturbation: Range; keep: Range; earth: Map<string, Range>;
  /** Seconds of `stay`, or Infinity. */
  stay: number;
}

function place(c: { south: string; north: string; west: string; east: string }): Place {
  return { south: rangeOf(c.south), north: rangeOf(c.north), west: rangeOf(c.west), east: rangeOf(c.east) };
}

const placesOf = new WeakMap<object, Place[]>();
export function problemOf(claim: Claim, clause: number, aim: number, stay: number | undefined): Problem {
  const c = claim.clauses[clause], i = claim.interceptors[c.interceptor], f: Flights = claim.flights[c.flights], a = f.aims[aim];
  let places = placesOf.get(i);
  if (!places) placesOf.set(i, places = i.places.map(place));
  const two = (x: [string, string]): [Range, Range] => [rangeOf(x[0]), rangeOf(x[1])];
  const shortest = rangeOf(a.shortest), longest = rangeOf(a.longest);
  return {
    places, base: place(f.base), earliest: rangeOf(i.earliest), speed: rangeOf(i.speed), divert: rangeOf(i.divert),
    distance: rangeOf(i.distance), height: rangeOf(i.height), time: two(f.time), burnHeight: two(f.height), burnDistance: two(f.distance),
    row: {
      fieldKm: rangeOf(f.field), sidewaysKm: rangeOf(f.sideways), ...place(a), shortest, longest,
      leadShort: rangeOf(a.leadShort), leadLong: rangeOf(a.leadLong), oneTime: compare(a.shortest, a.longest) === 0,
    },
    perturbation: rangeOf(claim.perturbation), keep: rangeOf(claim.keepAbove),
    earth: new Map([...claim.earth].map(([k, v]) => [k, rangeOf(v)])), stay: stay ?? Infinity,
  };
}

/** The root box of a tree (certificate.md, section 2). */
export function rootBox(p: Problem, first: boolean): Float64Array {
  const lo = (f: (c: Place) => number): number => p.places.reduce((m, c) => Math.min(m, f(c)), Infinity);
  const hi = (f: (c: Place) => number): number => p.places.reduce((m, c) => Math.max(m, f(c)), -Infinity);
  const longest = p.row.longest.hi, end = first ? longest : p.time[1].hi;
  const tau = Math.min(Math.max(0, sumUp(end, -p.earliest.lo)), p.stay);
  const sides: [number, number][] = [
    [first ? p.time[0].lo : 0, end],
    [p.earliest.lo, Math.max(longest, p.earliest.hi)],
    [p.row.south.lo, p.row.north.hi], [p.row.west.lo, p.row.east.hi],
    [p.row.shortest.lo, longest],
    [p.time[0].lo, p.time[1].hi], [p.burnHeight[0].lo, p.burnHeight[1].hi], [p.burnDistance[0].lo, p.burnDistance[1].hi],
    [p.base.south.lo, p.base.north.hi], [p.base.west.lo, p.base.east.hi],
    [lo((c) => c.south.lo), hi((c) => c.north.hi)], [lo((c) => c.west.lo), hi((c) => c.east.hi)],
    [0, tau], [0, first ? 0 : 1],
  ];
  return Float64Array.from(sides.flat());
}

/** The times that a box allows, as t, t0 and t - t0 narrow one another; then t cut to those from `from` to `until`, when the
 *  flights are in this phase (section 4). Null where there are none. tau counted from 0 includes every t before t0, so its lower
 *  end then says nothing. */
export function timesOf(box: Float64Array, o: number, from: number, until: number): Times | null {
  const ta = box[o], tb = box[o + 1], sa = box[o + 2], sb = box[o + 3];
  const da = box[o + 24] > 0 ? box[o + 24] : -Infinity, db = box[o + 25];
  const t: [number, number] = [Math.max(ta, sumDown(sa, da)), Math.min(tb, sumUp(sb, db))];
  const t0: [number, number] = [Math.max(sa, sumDown(ta, -db)), Math.min(sb, sumUp(tb, -da))];
  const d: [number, number] = [Math.max(da, sumDown(ta, -sb)), Math.min(db, sumUp(tb, -sa))];
  const cut: [number, number] = [Math.max(t[0], from), Math.min(t[1], until)];
  if (t[0] > t[1] || t0[0] > t0[1] || d[0] > d[1] || cut[0] > cut[1]) return null;
  return { t: cut, t0, tau: [Math.max(0, d[0]), Math.max(0, d[1])] };
}

/** Evaluates leaves; keeps what leaves that follow one another share. */
export class Evaluator implements Visitor {
  paths = false;
  onLeaf: (kind: string, out: Outcome, box: Float64Array, at: number, index: number, path: string) => void = () => {};
  private readonly earth: Earth;
  private limits: Limits;
  private readonly distance: Ball; private readonly height: Ball;
  private first = true;
  private mm: Float64Array | null = null;
  private arcMm: Float64Array = new Float64Array(3);
  private readonly refMm = new Float64Array(3);
  private readonly refBox = new Float64Array(28);
  private made = false;
  private reference_: Reference | null = null;
  private referenceTrouble: Outcome | null = null;
  private family: Family | null = null;
  private readonly familyBox = new Float64Array(16);
  private volume: Volume | null = null;
  private readonly volumeBox = new Float64Array(4);
  private readonly clip = new Float64Array(4);
  private clipped = false;
  private target: Target | null = null;
  private targetLow = NaN; private targetHigh = NaN;

  constructor(readonly problem: Problem) {
    const g = (k: string): Range => problem.earth.get(k)!;
    moveTo(CONSTANTS);
    this.earth = earthOf({
      mu: g('mu_m3_s2'), omega: g('rotation_rad_s'), A: g('equatorial_radius_m'), B: g('polar_radius_m'),
      eps: problem.perturbation, keepKm: problem.keep,
    });
    moveTo(ROW);
    this.limits = { V: scale(range(problem.speed), 1000), D: scale(range(problem.divert), 1000) };
    this.distance = scale(range(problem.distance), 1000);
    this.height = scale(range(problem.height), 1000);
  }
  begin(first: boolean, mm: Float64Array): void {
    this.first = first;
    this.arcMm = mm;
    this.mm = null; this.reference_ = null; this.family = null; this.target = null; this.volume = null; this.clipped = false;
    this.familyBox.fill(NaN); this.volumeBox.fill(NaN);
  }
  /** The reference is computed when a leaf first needs it. */
  reference(mm: Float64Array, box: Float64Array, at: number): void {
    this.refMm.set(mm);
    for (let k = 0; k < 28; k++) this.refBox[k] = box[at + k];
    this.mm = this.refMm;
    this.reference_ = null;
    this.made = false;
    this.target = null;
  }
  private make(): void {
    this.made = true;
    moveTo(FLIGHTS);
    const f = familyOf(this.earth, this.problem.row, this.refBox, 0);
    this.reference_ = f && referenceOf(this.earth, f, this.refMm, this.refBox, 0);
    this.referenceTrouble = this.reference_ ? null : { ...trouble() };
    within(TARGET);
  }
  referenceEnds(): void { this.mm = null; this.reference_ = null; this.target = null; }
  leaf(kind: string, box: Float64Array, at: number, index: number, path: string): void {
    moveTo(LEAF);
    const out = this.evaluate(kind, box, at);
    release(LEAF);
    this.onLeaf(kind, out, box, at, index, path);
  }

  private evaluate(kind: string, box: Float64Array, o: number): Outcome {
    if (!this.place(box, o)) return HOLDS;                               // no place in the box
    const from = this.first ? box[o + 10] : 0, until = this.first ? box[o + 9] : box[o + 11];
    const q = timesOf(box, o, from, until);
    if (!q) return HOLDS;                                                // no time
    if (kind === 'G') { demand(false, 'leaf G, but the box has places and times'); return { ...trouble(), status: 'fails' }; }
    if (kind === 'A' && !this.first) { demand(false, 'an arc while the flight boosts'); return { ...trouble(), status: 'fails' }; }
    const T = this.targetOf(box, o, q);
    if (!T) return this.referenceTrouble ?? { ...trouble() };
    moveTo(LEAF);
    if (kind === 'B') return leafB(this.earth, T);
    const V = this.volume!;
    if (kind === 'L') return leafL(this.earth, this.limits, T, V, q);
    if (kind === 'E') return leafE(this.earth, this.limits, T, V, q);
    return leafA(this.earth, this.limits, T, V, q, this.arcMm);
  }

  /** The boost volume of the box's launch points; false where there are none. */
  private place(box: Float64Array, o: number): boolean {
    const b = this.volumeBox, i = o + 20;
    if (b[0] === box[i] && b[1] === box[i + 1] && b[2] === box[i + 2] && b[3] === box[i + 3]) return this.clipped;
    for (let k = 0; k < 4; k++) b[k] = box[i + k];
    const c = this.clip;
    c[0] = c[2] = Infinity; c[1] = c[3] = -Infinity;
    for (const p of this.problem.places) {
      if (p.north.hi < b[0] || p.south.lo > b[1] || p.east.hi < b[2] || p.west.lo > b[3]) continue;
      c[0] = Math.min(c[0], p.south.lo); c[1] = Math.max(c[1], p.north.hi);
      c[2] = Math.min(c[2], p.west.lo); c[3] = Math.max(c[3], p.east.hi);
    }
    this.clipped = c[0] <= c[1];
    if (!this.clipped) return false;
    moveTo(VOLUME);
    this.volume = volumeOf(
      this.earth, Math.max(b[0], c[0]), Math.min(b[1], c[1]), Math.max(b[2], c[2]), Math.min(b[3], c[3]), this.distance, this.height);
    within(FLIGHTS);
    return true;
  }

  /** The flights at the leaf's times. */
  private targetOf(box: Float64Array, o: number, q: Times): Target | null {
    if (!this.first) return this.boosting(box, o, q);
    if (!this.mm) { this.referenceTrouble = null; demand(false, 'no F above the leaf'); return null; }
    if (!this.made) this.make();
    if (!this.reference_) return null;
    if (this.target && this.targetLow === q.t[0] && this.targetHigh === q.t[1]) return this.target;
    this.targetLow = q.t[0]; this.targetHigh = q.t[1];
    moveTo(TARGET);
    this.target = targetAt(this.earth, this.reference_, q.t[0], q.t[1]);
    within(LEAF);
    return this.target;
  }
  private boosting(box: Float64Array, o: number, q: Times): Target | null {
    const b = this.familyBox;
    this.referenceTrouble = null;
    let same = this.family !== null;
    for (let k = 0; k < 16; k++) if (b[k] !== box[o + 4 + k]) { same = false; b[k] = box[o + 4 + k]; }
    if (!same) {
      moveTo(FLIGHTS);
      this.family = familyOf(this.earth, this.problem.row, box, o);
      within(TARGET);
    }
    if (!this.family) return null;
    moveTo(TARGET);
    return boosting(this.earth, this.family, box[o + 26], box[o + 27], q.t[0], q.t[1]);
  }
}
