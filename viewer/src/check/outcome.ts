/** What became of a leaf, and a record of the terms for who looks at it. */
import { Ball, hi, lo, lt, middle, radius } from './ball';

export type Status = 'holds' | 'fails' | 'not settled';
export interface Outcome { status: Status; why: string; left: number; right: number }

/** Terms by name, when someone looks: null while checking. */
let terms: Map<string, [number, number]> | null = null;
export function record(into: Map<string, [number, number]> | null): void { terms = into; }
export function say(name: string, b: Ball): void {
  if (terms) terms.set(name, [middle(b), radius(b)]);
}

let last: Outcome = { status: 'not settled', why: '', left: NaN, right: NaN };
/** The outcome of the last condition that was not seen to hold. */
export function trouble(): Outcome { return last; }
/** less < more, with certainty; else the outcome is kept. */
export function need(less: Ball, more: Ball, why: string): boolean {
  if (lt(less, more)) return true;
  last = { status: lt(more, less) ? 'fails' : 'not settled', why, left: middle(less), right: middle(more) };
  return false;
}
/** A condition seen or not. */
export function demand(seen: boolean, why: string): boolean {
  if (!seen) last = { status: 'not settled', why, left: NaN, right: NaN };
  return seen;
}
export const HOLDS: Outcome = { status: 'holds', why: '', left: NaN, right: NaN };
/** The leaf's own inequality, less < more. */
export function decide(less: Ball, more: Ball, why: string): Outcome {
  const status: Status = lt(less, more) ? 'holds' : lo(less) > hi(more) ? 'fails' : 'not settled';
  return { status, why: status === 'holds' ? '' : why, left: middle(less), right: middle(more) };
}
