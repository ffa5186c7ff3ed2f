/** What was set by hand, in words: in a title, as the name of a place, and as the source of a figure
 *  (src/reassure/scenario/hand.py, word for word). */

import { placeWords } from "../data";

const LONGEST_TITLE = 300;
const LONGEST_ID = 63;
const MARK = "; changed by hand: ";

/** A number as Python's ":g" writes it: six digits, without zeros at the end. */
export function g(value: number): string {
  if (value === 0) return "0";
  const size = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(6)))));
  if (size >= -4 && size < 6) return String(Number(value.toPrecision(6)));
  const [digits, power] = value.toExponential(5).split("e");
  return `${Number(digits)}e${Number(power) < 0 ? "-" : "+"}${String(Math.abs(Number(power))).padStart(2, "0")}`;
}

/** The source of a figure that was set by hand; `had`: what the scenario has instead, in words. */
export const byHand = (had: string): string => `set by hand (the scenario has ${had})`;

/** The title of what is no longer the scenario as it was: the title, and the changes in words. */
export function titleByHand(title: string, changes: string[]): string {
  if (!changes.length) return title;
  let words = MARK + changes.join(", ");
  // 40 characters at least are left for the title itself.
  if (words.length > LONGEST_TITLE - 40) words = `${MARK}${changes.length} figures`;
  const room = LONGEST_TITLE - words.length;
  return (title.length <= room ? title : `${title.slice(0, room - 3).trimEnd()}...`) + words;
}

/** The name of a site that was moved: "54.1 N 19.3 E (moved from Redzikowo)". Of one moved before, its first name. */
export function movedName(site: [number, number], before: string): string {
  const found = / \(moved from (.+)\)$/.exec(before);
  return `${placeWords(...site, 1)} (moved from ${found ? found[1] : before})`;
}

/** The id of a deployment that was moved: without its old place, and with the new one. */
export function movedId(name: string, place: string, site: [number, number]): string {
  const words = `at-${placeWords(...site, 1).replace(/[ .]/g, "-").toLowerCase()}`;
  let kept = place ? name.replaceAll(place, "").replaceAll("--", "-").replace(/^-+|-+$/g, "") : name;
  kept = kept.replace(/-?at-[\d-]+-[ns]-[\d-]+-[ew]$/, "");
  return `${kept.slice(0, LONGEST_ID - words.length - 1).replace(/-+$/, "")}-${words}`.replace(/^-+/, "");
}
