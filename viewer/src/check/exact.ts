/** Numbers as they are written: exact decimals, to rationals and to enclosing doubles. */
import { Range } from './earth';

/** A number of the claim, by its text. */
export class Num { constructor(readonly text: string) {} }

export interface Rational { n: bigint; d: bigint }

/** The exact value of a decimal text (JSON's grammar; checked by the parser). */
export function rational(text: string): Rational {
  const m = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!m) throw new Error(`not a number: ${text.slice(0, 50)}`);
  const fraction = m[3] ?? '', exponent = Number(m[4] ?? 0) - fraction.length;
  let n = BigInt(m[2] + fraction), d = 1n;
  if (m[1]) n = -n;
  if (exponent >= 0) n *= 10n ** BigInt(exponent); else d = 10n ** BigInt(-exponent);
  return { n, d };
}

/** In lowest terms, as the hash wants it: "9/2", "100". */
export function fraction(text: string): string {
  let { n, d } = rational(text);
  let a = n < 0n ? -n : n, b = d;
  while (b) [a, b] = [b, a % b];
  n /= a || 1n; d /= a || 1n;
  return d === 1n || n === 0n ? `${n}` : `${n}/${d}`;
}

/** The sign of a - b. */
export function compareRational(a: Rational, b: Rational): number {
  const x = a.n * b.d, y = b.n * a.d;
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The sign of the first number less the second, exactly. Rounding never reverses an
 *  order, so different doubles decide; texts of more than 17 characters go by BigInt. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length < 18 && b.length < 18) {
    const x = Number(a), y = Number(b);
    if (x < y) return -1;
    if (x > y) return 1;
  }
  return compareRational(rational(a), rational(b));
}

const view = new DataView(new ArrayBuffer(8));
/** The exact value of a finite double. */
export function ofDouble(x: number): Rational {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0), e = Number((bits >> 52n) & 0x7ffn);
  let n = bits & 0xfffffffffffffn;
  if (e > 0) n += 1n << 52n;
  if (bits >> 63n) n = -n;
  const shift = Math.max(e, 1) - 1075;
  return shift >= 0 ? { n: n << BigInt(shift), d: 1n } : { n, d: 1n << BigInt(-shift) };
}

/** The next double above (below for a negative step); x is finite. */
function next(x: number, step: 1 | -1): number {
  if (x === 0) return step * Number.MIN_VALUE;
  view.setFloat64(0, x);
  const away = (x > 0) === (step > 0) ? 1n : -1n;
  view.setBigUint64(0, view.getBigUint64(0) + away);
  return view.getFloat64(0);
}

/** The doubles next to a decimal, below and above; both the number where it is one. */
export function enclose(text: string): Range {
  const guess = Number(text);
  if (/^-?\d{1,15}$/.test(text)) return { lo: guess, hi: guess };
  const want = rational(text);
  let lo = guess, hi = guess;
  while (compareRational(ofDouble(lo), want) > 0) lo = next(lo, -1);
  while (compareRational(ofDouble(hi), want) < 0) hi = next(hi, 1);
  return { lo, hi };
}
