/** Brent's minimiser for functions of one variable (Brent, Algorithms for Minimization without Derivatives, 1973,
 *  chapter 5); stands beside reassure/numeric/minimum.py. The caller evaluates the function:
 *
 *      search.open(low, high, start, f(start), within);
 *      while (search.active) search.narrow(f(search.trial));
 *      search.x, search.fx      // where it is least, and the value there
 *
 *  A search is made once for each place in the code that needs one, and opened again each time. */

const GOLDEN = 0.3819660112501051; // (3 - sqrt 5) / 2
const MOST_PASSES = 100;

/** A minimum on the open interval (low, high), being narrowed; x, w and v are Brent's names. The function may be
 *  infinite where there is no answer. The ends are not evaluated: the caller compares them. */
export class Search {
  // Not a number and not 0: the fields are doubles from the beginning.
  low = NaN;
  high = NaN;
  /** Where the least value so far is, and that value. */
  x = NaN;
  fx = NaN;
  /** Where the second least value so far is. */
  private w = NaN;
  private fw = NaN;
  /** What w was before. */
  private v = NaN;
  private fv = NaN;
  /** From x to the trial, before it was kept off x; and the step before that. */
  private step = NaN;
  private before = NaN;
  /** Where the caller has to evaluate next. */
  trial = NaN;
  /** Absolute error wanted in x. */
  within = NaN;
  private passes = 0;
  /** False once x is found, or no passes are left. */
  active = false;

  /** Open the search at `start`, strictly inside, where the function is `value`. */
  open(low: number, high: number, start: number, value: number, within: number): void {
    this.low = low;
    this.high = high;
    this.x = this.w = this.v = start;
    this.fx = this.fw = this.fv = value;
    // The first trial lies in the larger of the two sides.
    const step = GOLDEN * (start < 0.5 * (low + high) ? high - start : low - start);
    this.step = step;
    this.before = step > 0 ? high - low : low - high;
    this.trial = start + step;
    this.within = within;
    this.passes = MOST_PASSES;
    this.active = high - low > 2 * within;
  }

  /** Take in the value at `trial` and choose the next trial. */
  narrow(value: number): void {
    this.take(value);
    const { low, high, x, within } = this;
    const middle = 0.5 * (low + high);
    // Brent's end: x is within 2 `within` of both ends.
    this.active = this.passes > 0 && Math.abs(x - middle) > 2 * within - 0.5 * (high - low);
    if (!this.parabola(middle)) {
      // Golden section of the larger side.
      this.before = x < middle ? high - x : low - x;
      this.step = GOLDEN * this.before;
    }
    // Never nearer to x than `within`: there the two values differ by rounding alone.
    const step = this.step;
    this.trial = x + (Math.abs(step) >= within ? step : step < 0 || Object.is(step, -0) ? -within : within);
    this.passes -= 1;
  }

  /** Put the value at `trial` among the best three. */
  private take(value: number): void {
    const { trial, x } = this;
    if (value <= this.fx) {
      if (trial < x) this.high = x;
      else this.low = x;
      this.v = this.w;
      this.fv = this.fw;
      this.w = x;
      this.fw = this.fx;
      this.x = trial;
      this.fx = value;
      return;
    }
    if (trial < x) this.low = trial;
    else this.high = trial;
    if (value <= this.fw || this.w === x) {
      this.v = this.w;
      this.fv = this.fw;
      this.w = trial;
      this.fw = value;
    } else if (value <= this.fv || this.v === x || this.v === this.w) {
      this.v = trial;
      this.fv = value;
    }
  }

  /** The step to the least of the parabola through x, w and v, at x + p / q; false where it makes no sense. */
  private parabola(middle: number): boolean {
    const { low, high, x, w, v, fx, within, before } = this;
    if (!(Math.abs(before) > within)) return false;
    const r = (x - w) * (fx - this.fv);
    let q = (x - v) * (fx - this.fw);
    let p = (x - v) * q - (x - w) * r;
    q = 2 * (q - r);
    if (q > 0) p = -p;
    q = Math.abs(q);
    // False for any infinity or not-a-number in p and q.
    if (!(Math.abs(p) < Math.abs(0.5 * q * before) && q * (low - x) < p && p < q * (high - x))) return false;
    this.before = this.step;
    const step = p / q;
    // Not nearer to an end than the tolerance: step towards the middle instead.
    const close = x + step - low < 2 * within || high - (x + step) < 2 * within;
    this.step = close ? (middle - x < 0 ? -within : within) : step;
    return true;
  }
}
