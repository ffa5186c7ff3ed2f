/** How numbers are rounded where they are written: the same as src/reassure/words/rounding.py and shares.py, number
 *  for number. Six digits after the point count. Margins, required and critical speeds go down, critical delays up. */

export type Way = -1 | 0 | 1;
export const [DOWN, NEAREST, UP]: [Way, Way, Way] = [-1, 0, 1];

// Digits after the point that count: mm/s of a speed in km/s, microseconds.
const DIGITS = 6;

/** How many steps of 10 ** -digits (at most six digits) a finite value has, rounded `way`; below zero too. */
export function steps(value: number, digits: number, way: Way = NEAREST): number {
  const step = 10 ** (DIGITS - digits);
  const more = way === NEAREST ? Math.floor(step / 2) : way === UP ? step - 1 : 0;
  // The same operations on doubles as in Python; whole numbers are exact here up to 2 ** 53.
  const units = Math.floor(value * 1e6 + 0.5);
  // What is above zero stays above it. Math.floor goes down for negative numbers, as Python's //.
  return Math.floor(((value > 0 ? Math.max(units, 1) : units) + more) / step);
}

/** A count of steps as text, with a true minus. */
function text(count: number, digits: number): string {
  const size = 10 ** digits;
  const whole = Math.floor(Math.abs(count) / size);
  const part = Math.abs(count) - whole * size;
  return `${count < 0 ? "−" : ""}${whole}${digits ? `.${String(part).padStart(digits, "0")}` : ""}`;
}

/** A finite value to the nearest, halves up. */
export const nearest = (value: number, digits = 0): string => text(steps(value, digits), digits);

/** A finite value to the number below: margins, required and critical speeds. */
export const down = (value: number, digits = 2): string => text(steps(value, digits, DOWN), digits);

/** Two finite values rounded down, with two digits, or as many more as tell them apart where six do. */
export function apart(first: number, second: number): [string, string] {
  for (let digits = 2; digits <= DIGITS; digits++) if (down(first, digits) !== down(second, digits)) return [down(first, digits), down(second, digits)];
  return [down(first), down(second)];
}

/** A finite value to the number above: critical delays, latest launches. */
export const up = (value: number, digits = 0): string => text(steps(value, digits, UP), digits);

/** With how many digits, 0 to 3, a critical delay rounded up still reads as less than a limit that it is less than; 0 where none of these do. */
export const digitsBefore = (value: number, limit: number): number => Math.max([0, 1, 2, 3].findIndex((digits) => steps(value, digits, UP) / 10 ** digits < limit), 0);

/** A margin: down, with its sign; "none" where there is none. +0.00 is out of reach by less than the last digit. */
export function signed(value: number | null, digits = 2): string {
  if (value === null || Number.isNaN(value)) return "none";
  return `${value > 0 ? "+" : ""}${down(value, digits)}`;
}

/** A share in per cent; one that is not all or nothing is never rounded to it. */
export function percent(share: number, way: Way = NEAREST): string {
  if (share === 0 || share === 1) return `${100 * share} %`;
  // So that what is within reach (up) and what is not (down) make 100 %, also beside "> 99.9 %".
  const [millionths, tenths] = [steps(share, 6), steps(share, 3, way)];
  if (tenths === 0 || (way === UP && millionths < 1000)) return "< 0.1 %";
  if (tenths === 1000 || (way === DOWN && millionths > 999_000)) return "> 99.9 %";
  return `${Math.floor(tenths / 10)}.${tenths % 10} %`;
}
