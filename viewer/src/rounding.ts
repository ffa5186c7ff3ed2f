/** How numbers are rounded where they are written: the same as src/reassure/rounding.py and shares.py, number for
 *  number. Six digits after the point count. Margins, required and critical speeds go down, critical delays up. */

export type Way = -1 | 0 | 1;
export const [DOWN, NEAREST, UP]: [Way, Way, Way] = [-1, 0, 1];

const DIGITS = 6;

/** How many steps of that many digits, at most six, a finite value has. */
export function steps(value: number, digits: number, way: Way = NEAREST): number {
  const step = 10 ** (DIGITS - digits);
  const more = way === NEAREST ? Math.floor(step / 2) : way === UP ? step - 1 : 0;
  const units = Math.floor(value * 1e6 + 0.5);
  return Math.floor(((value > 0 ? Math.max(units, 1) : units) + more) / step);
}

function text(count: number, digits: number): string {
  const size = 10 ** digits;
  const whole = Math.floor(Math.abs(count) / size);
  const part = Math.abs(count) - whole * size;
  return `${count < 0 ? "−" : ""}${whole}${digits ? `.${String(part).padStart(digits, "0")}` : ""}`;
}

/** Halves go up. */
export const nearest = (value: number, digits = 0): string => text(steps(value, digits), digits);

/** To the number below: margins, required and critical speeds. */
export const down = (value: number, digits = 2): string => text(steps(value, digits, DOWN), digits);

/** To the number above: critical delays, latest launches. */
export const up = (value: number, digits = 0): string => text(steps(value, digits, UP), digits);

/** A margin: down, with its sign. +0.00 is out of reach by less than the last digit. */
export function signed(value: number | null, digits = 2): string {
  if (value === null || Number.isNaN(value)) return "none";
  return `${value > 0 ? "+" : ""}${down(value, digits)}`;
}

/** A share in per cent; one that is not all or nothing is never rounded to it. */
export function percent(share: number, way: Way = NEAREST): string {
  if (share === 0 || share === 1) return `${100 * share} %`;
  const [millionths, tenths] = [steps(share, 6), steps(share, 3, way)];
  if (tenths === 0 || (way === UP && millionths < 1000)) return "< 0.1 %";
  if (tenths === 1000 || (way === DOWN && millionths > 999_000)) return "> 99.9 %";
  return `${Math.floor(tenths / 10)}.${tenths % 10} %`;
}
