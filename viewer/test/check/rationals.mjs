// What the checker's numbers are held against: exact rationals, and series in fixed point with 300 bits.

/** n/d with d above 0. */
export const ZERO = { n: 0n, d: 1n };
export const plus = (x, y) => ({ n: x.n * y.d + y.n * x.d, d: x.d * y.d });
export const minus = (x, y) => ({ n: x.n * y.d - y.n * x.d, d: x.d * y.d });
export const product = (x, y) => ({ n: x.n * y.n, d: x.d * y.d });
export const quotient = (x, y) => (y.n < 0n ? { n: -x.n * y.d, d: -x.d * y.n } : { n: x.n * y.d, d: x.d * y.n });
export const opposite = (x) => ({ n: -x.n, d: x.d });
export const size = (x) => (x.n < 0n ? opposite(x) : x);
export const atMost = (x, y) => x.n * y.d <= y.n * x.d;
export const lesser = (x, y) => (atMost(x, y) ? x : y);
export const greater = (x, y) => (atMost(x, y) ? y : x);

/** A finite double, exactly: its bits by its own arithmetic, doubled or halved until it is whole. */
export function ofDouble(x) {
  let power = 0;
  while (!Number.isInteger(x)) { x *= 2; power++; }
  return { n: BigInt(x), d: 1n << BigInt(power) };
}

const BITS = 300n;
export const ONE = 1n << BITS;
export const fixed = (x) => { const { n, d } = ofDouble(x); return (n << BITS) / d; };
export const times = (x, y) => (x * y) >> BITS;

/** The sum of (-z)^k/(2k + n)!. */
export function series(z, n) {
  let term = ONE;
  for (let k = 1n; k <= BigInt(n); k++) term /= k;
  let sum = 0n;
  for (let k = 0; term !== 0n; k++) {
    sum += term;
    term = -times(term, z) / (BigInt(2 * k + n + 1) * BigInt(2 * k + n + 2));
    if (k > 400) throw new Error("the series does not end");
  }
  return sum;
}
export const cosine = (x) => series(times(x, x), 0);
export const sine = (x) => times(x, series(times(x, x), 1));
export const hyperbolicCosine = (x) => series(-times(x, x), 0);
export const hyperbolicSineOver = (x) => series(-times(x, x), 1);

/** pi by Machin's formula. */
export function pi() {
  const arcTangentOfInverse = (k) => {
    let term = ONE / k, sum = 0n;
    for (let i = 0n; term !== 0n; i++) { sum += (i % 2n ? -term : term) / (2n * i + 1n); term /= k * k; }
    return sum;
  };
  return 16n * arcTangentOfInverse(5n) - 4n * arcTangentOfInverse(239n);
}
