/** Colours of margins: orange where the ideal interceptor reaches, blue where it does not; told apart
 *  by every common kind of colour vision, and by lightness. After ColorBrewer's PuOr and Blues. */

export interface Step {
  below: number; // km/s: margins up to this
  light: string; // #rrggbb, on white
  dark: string; // on the dark theme's ground
  words: string;
}

export const STEPS: Step[] = [
  { below: -2, light: "#7f3b08", dark: "#ff8c1a", words: "below −2" },
  { below: -1, light: "#b35806", dark: "#f7a24b", words: "−2 to −1" },
  { below: 0, light: "#e08214", dark: "#fdc58a", words: "−1 to 0" },
  { below: 1, light: "#6baed6", dark: "#c6dbef", words: "0 to +1" },
  { below: 2, light: "#3182bd", dark: "#7fb6e0", words: "+1 to +2" },
  { below: Infinity, light: "#08519c", dark: "#3f8fd0", words: "above +2" },
];

export const NEVER: Step = { below: NaN, light: "#8a8f98", dark: "#7c828c", words: "no arc at all" };

/** Index of a margin's step (km/s); STEPS.length where there is none. A margin of 0 is within reach. */
export function step(margin: number | null): number {
  if (margin === null || Number.isNaN(margin)) return STEPS.length;
  return STEPS.findIndex((s, k) => margin <= s.below || k === STEPS.length - 1);
}

/** The step of an index; NEVER for STEPS.length. */
export const stepAt = (index: number): Step => STEPS[index] ?? NEVER;

/** The colour of a step's index, #rrggbb. */
export const colour = (index: number, dark: boolean): string =>
  dark ? stepAt(index).dark : stepAt(index).light;

/** What stands behind a figure that nobody has read in a source. */
export const MARKS: Record<string, string> = { found: "", recalled: "†", assumed: "‡" };
