/** The whole check: lines in, verdicts out. */
import { Ball, moveTo, times as scale, exact, mul, div } from './ball';
import { Evaluator, problemOf, rootBox } from './box';
import { Claim, readClaim, rangeOf } from './claim';
import { earthOf, range } from './earth';
import { Line, Lines, checkHead, readLine } from './file';
import { pi } from './functions';
import { Malformed } from './json';
import { Outcome, Status, record } from './outcome';
import { stays } from './stay';
import { Visitor, Walker } from './tree';

export interface BadLeaf { tree: number; index: number; path: string; kind: string; box: number[]; why: string; left: number; right: number; status: Status }
export interface LineResult {
  clause: number; aim: number; verdict: Status; leaves: Record<string, number>; total: number; notHeld: number; bad: BadLeaf | null;
}
export interface ClauseResult {
  clause: number; interceptor: string; flights: string; verdict: 'proved' | 'not proved'; said: '' | 'reachable' | 'undecided'; why: string; proofs: number; aims: number;
}
export type Stays = Record<number, number>;

const walker = new Walker();
const NOTHING: Visitor = { leaf() {}, reference() {}, referenceEnds() {}, paths: false };

/** Checks the two trees of one proof line. Pure: the same line gives the same result anywhere. */
export function checkProofLine(
  claim: Claim, stay: Stays, line: Extract<Line, { kind: 'proof' }>, each?: (kind: string, out: Outcome, tree: number, index: number) => void,
): LineResult {
  const { clause, aim } = line;
  const problem = problemOf(claim, clause, aim, stay[claim.clauses[clause].interceptor]);
  const r: LineResult = { clause, aim, verdict: 'holds', leaves: { G: 0, B: 0, L: 0, E: 0, A: 0 }, total: 0, notHeld: 0, bad: null };
  const judge = new Evaluator(problem);
  line.trees.forEach((text, tree) => {
    judge.begin(tree === 0, walker.mm);
    judge.onLeaf = (kind, out, box, at, index) => {
      r.leaves[kind]++;
      if (each) each(kind, out, tree, index);
      if (out.status === 'holds') return;
      r.notHeld++;
      if (!r.bad) r.bad = { tree, index, path: '', kind, box: [...box.subarray(at, at + 28)], why: out.why, left: out.left, right: out.right, status: out.status };
      if (r.verdict !== 'fails') r.verdict = out.status;
    };
    r.total += walker.walk(text, rootBox(problem, tree === 0), tree === 0, judge);
  });
  if (r.bad) r.bad.path = pathTo(line.trees[r.bad.tree], rootBox(problem, r.bad.tree === 0), r.bad.tree === 0, r.bad.index);
  return r;
}

function pathTo(text: string, root: Float64Array, first: boolean, index: number): string {
  let found = '';
  walker.walk(text, root, first, { ...NOTHING, paths: true, leaf(_k, _b, _a, i, path) { if (i === index) found = path; } });
  return found;
}

/** One leaf with its box and every named term of its inequality (middle and radius). */
export function openLeaf(claim: Claim, stay: Stays, line: Extract<Line, { kind: 'proof' }>, tree: number, index: number): {
  kind: string; box: number[]; outcome: Outcome; terms: Map<string, [number, number]>;
} | null {
  const problem = problemOf(claim, line.clause, line.aim, stay[claim.clauses[line.clause].interceptor]);
  const judge = new Evaluator(problem), first = tree === 0, terms = new Map<string, [number, number]>();
  let found: { kind: string; box: number[]; outcome: Outcome; terms: Map<string, [number, number]> } | null = null;
  judge.begin(first, walker.mm);
  judge.onLeaf = (kind, out, box, at) => { found = { kind, box: [...box.subarray(at, at + 28)], outcome: { ...out }, terms }; };
  walker.walk(line.trees[tree], rootBox(problem, first), first, {
    paths: false,
    reference: (mm, box, at) => judge.reference(mm, box, at),
    referenceEnds: () => judge.referenceEnds(),
    leaf(kind, box, at, i, path) {
      if (i !== index) return;
      record(terms);
      try { judge.leaf(kind, box, at, i, path); } finally { record(null); }
    },
  });
  return found;
}

/** Whether the checker sees that the interceptor is not up later than so many seconds (section 11). */
export function checkStay(claim: Claim, interceptor: number, seconds: number): Outcome {
  const i = claim.interceptors[interceptor];
  moveTo(0);
  const w = earthOf({
    mu: rangeOf(claim.earth.get('mu_m3_s2')!), omega: rangeOf(claim.earth.get('rotation_rad_s')!),
    A: rangeOf(claim.earth.get('equatorial_radius_m')!), B: rangeOf(claim.earth.get('polar_radius_m')!),
    eps: rangeOf(claim.perturbation), keepKm: rangeOf(claim.keepAbove),
  });
  let least = Infinity;
  for (const p of i.places) {
    const s = rangeOf(p.south), n = rangeOf(p.north);
    least = Math.min(least, s.lo > 0 ? s.lo : n.hi < 0 ? -n.hi : 0);
  }
  const km = (x: string): Ball => scale(range(rangeOf(x)), 1000);
  const lat = div(mul(exact(least), pi()), exact(180));
  return { ...stays(w, { V: km(i.speed), D: km(i.divert) }, km(i.distance), km(i.height), lat, seconds) };
}

/** Reads a certificate piece by piece. Proof lines go to `onProof`, which may check them at
 *  once or elsewhere; their results come back by `result`. */
export class Checker {
  claim: Claim | null = null;
  /** The claim's line, for workers. */
  claimText = '';
  readonly stay: Stays = {};
  readonly results: LineResult[] = [];
  readonly stayTrouble: Record<number, Outcome> = {};
  private readonly lines = new Lines((text, n) => this.line(text, n));
  private readonly said = new Map<number, 'reachable' | 'undecided'>();
  private readonly proofs = new Set<number>();
  private others = false;
  private ended = false;
  proofLines = 0;

  constructor(
    private readonly onProof: ((line: Extract<Line, { kind: 'proof' }>, number: number, text: string) => void) | null = null,
    private readonly onClaim: (claim: Claim) => void = () => {},
    private readonly onResult: (r: LineResult) => void = () => {},
  ) {}

  get bytes(): number { return this.lines.bytes; }
  feed(piece: Uint8Array | string): void { this.lines.push(piece); }
  result(r: LineResult): void { this.results.push(r); this.onResult(r); }

  private line(text: string, n: number): void {
    if (n === 1) { checkHead(text); return; }
    if (n === 2) { this.claim = readClaim(text); this.claimText = text; this.onClaim(this.claim); return; }
    try {
      if (n === 3) { this.hash(text); return; }
      this.take(readLine(text), n, text);
    } catch (e) {
      if (e instanceof Malformed && !e.message.startsWith('line ')) throw new Malformed(`line ${n}: ${e.message}`);
      throw e;
    }
  }
  private hash(text: string): void {
    const m = /^sha256 ([0-9a-f]{64})$/.exec(text);
    if (!m) throw new Malformed('sha256 <64 hexadecimal digits> should stand here');
    if (m[1] !== this.claim!.hash) throw new Malformed("this is not the claim's hash");
  }
  private take(line: Line, n: number, text: string): void {
    const claim = this.claim!;
    if (this.ended) throw new Malformed('a line after the end');
    if (line.kind === 'end') {
      if (line.lines !== n - 4) throw new Malformed(`there are ${n - 4} lines, not ${line.lines}`);
      this.ended = true;
      return;
    }
    if (line.kind === 'stay') {
      if (this.others) throw new Malformed('a line stay that is not directly after the hash');
      if (line.interceptor >= claim.interceptors.length) throw new Malformed('no such interceptor');
      if (line.interceptor in this.stay) throw new Malformed('two lines stay for one interceptor');
      this.stay[line.interceptor] = line.seconds;
      const out = checkStay(claim, line.interceptor, line.seconds);
      if (out.status !== 'holds') this.stayTrouble[line.interceptor] = out;
      return;
    }
    this.others = true;
    if (line.clause >= claim.clauses.length) throw new Malformed('no such clause');
    if (line.kind === 'proof') {
      if (line.aim >= claim.flights[claim.clauses[line.clause].flights].aims.length) throw new Malformed('no such aim');
      const key = line.clause * 20000 + line.aim;
      if (this.proofs.has(key)) throw new Malformed('two proofs for one clause and aim');
      this.proofs.add(key);
      this.proofLines++;
      if (this.onProof) this.onProof(line, n, text); else this.result(checkProofLine(claim, this.stay, line));
      return;
    }
    if (this.said.has(line.clause)) throw new Malformed('two lines reachable or undecided for one clause');
    this.said.set(line.clause, line.kind);
  }

  /** The end of the file; then verdicts (once all results are in). */
  finish(): void {
    this.lines.finish();
    if (!this.ended) throw new Malformed(`line ${this.lines.count + 1}: the file ends without its last line`);
  }
  clauses(): ClauseResult[] {
    const claim = this.claim!, good = new Map<number, number>(), bad = new Map<number, LineResult>();
    for (const r of this.results) {
      if (r.verdict === 'holds') good.set(r.clause, (good.get(r.clause) ?? 0) + 1);
      else if (!bad.has(r.clause)) bad.set(r.clause, r);
    }
    return claim.clauses.map((c, i) => {
      const aims = claim.flights[c.flights].aims.length, proofs = good.get(i) ?? 0, trouble = this.stayTrouble[c.interceptor];
      const proved = proofs === aims && !trouble, b = bad.get(i);
      const why = proved ? '' : trouble ? `the line stay is not seen to hold: ${trouble.why}`
        : b ? `aim ${b.aim}: a leaf ${b.bad!.kind} ${b.verdict === 'fails' ? 'fails' : 'is not settled'}: ${b.bad!.why}` : `${proofs} of ${aims} aims have a proof`;
      return {
        clause: i, interceptor: claim.interceptors[c.interceptor].id, flights: claim.flights[c.flights].id,
        verdict: proved ? 'proved' : 'not proved', said: this.said.get(i) ?? '', why, proofs, aims,
      };
    });
  }
}
