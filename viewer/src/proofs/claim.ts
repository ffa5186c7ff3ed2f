/** A claim in plain words, made from the claim alone. */

import type { CellText, Claim, Flights, Interceptor } from "../check/claim";
import { h } from "../dom";

/** The sentence that is proved. */
export function claimed(claim: Claim): string {
  const above = Number(claim.keepAbove);
  return `No interceptor that keeps to its limits can be where any of the flights is, at any time from the flight’s launch to its end${above > 0 ? `, at a height above ${above} km` : ""}.`;
}

/** The limits, the flights and what is assumed, to be opened. */
export function details(claim: Claim): HTMLElement {
  return h(
    "details",
    { class: "claim" },
    h("summary", {}, "What exactly is claimed"),
    h("h4", {}, "Limits"),
    h("ul", {}, ...claim.interceptors.map((x) => h("li", {}, h("code", {}, x.id), `: ${limits(x)}`))),
    h("h4", {}, "Flights"),
    h("ul", {}, ...claim.flights.map((f) => h("li", {}, h("code", {}, f.id), `: ${flights(f)}`))),
    h("h4", {}, "Assumed"),
    h("ul", {}, ...assumed(claim).map((text) => h("li", {}, text))),
    h("p", { class: "note" }, "The claim’s hash: ", h("code", { class: "hash" }, claim.hash)),
  );
}

const degrees = (value: string, words: string): string => `${Math.abs(Number(value))}° ${Number(value) < 0 ? words[1] : words[0]}`;

function cell(c: CellText): string {
  const [south, north, west, east] = [degrees(c.south, "NS"), degrees(c.north, "NS"), degrees(c.west, "EW"), degrees(c.east, "EW")];
  return `${south === north ? south : `${south} to ${north}`}, ${west === east ? west : `${west} to ${east}`}`;
}

/** The smallest cell that holds some others. */
function around(cells: CellText[]): CellText {
  const least = (key: keyof CellText): string => cells.map((c) => c[key]).reduce((a, b) => (Number(b) < Number(a) ? b : a));
  const most = (key: keyof CellText): string => cells.map((c) => c[key]).reduce((a, b) => (Number(b) > Number(a) ? b : a));
  return { south: least("south"), north: most("north"), west: least("west"), east: most("east") };
}

function limits(x: Interceptor): string {
  const where = x.places.length === 1 ? cell(x.places[0]) : `${x.places.length} cells within ${cell(around(x.places))}`;
  return (
    `launched from anywhere in ${where}; burnout no earlier than ${Number(x.earliest)} s after the flight’s launch, at ${Number(x.speed)} km/s at most relative to the turning Earth, ` +
    `no farther than ${Number(x.distance)} km over ground from the launch point and no higher than ${Number(x.height)} km; a velocity change after that of ${Number(x.divert)} km/s at most`
  );
}

function flights(f: Flights): string {
  const times = f.aims.flatMap((a) => [Number(a.shortest), Number(a.longest)]);
  const span = (pair: [string, string]): string => (pair[0] === pair[1] ? String(Number(pair[0])) : `${Number(pair[0])} to ${Number(pair[1])}`);
  return (
    `from ${cell(f.base)} and up to ${Number(f.field)} km about it; burnout ${span(f.time)} s after launch, ${span(f.height)} km high, ${span(f.distance)} km out, up to ${Number(f.sideways)} km aside; ` +
    `to any point of ${f.aims.length} cells within ${cell(around(f.aims))}; flight times of ${Math.min(...times)} to ${Math.max(...times)} s, cell by cell`
  );
}

function assumed(claim: Claim): string[] {
  return [
    `Gravity of a point mass; all else that acts, on flights and interceptors after their burnout, accelerates by at most ${Number(claim.perturbation)} m/s² at the polar radius, and farther out less as the fourth power of the distance, but for the velocity change named above.`,
    "The Earth turns at 7.292115e-5 rad/s; nothing flies nearer to its centre than 6,356,752.3142 m.",
    "While it boosts a flight is in the hull of its base and its burnout point.",
    "From its burnout to its end a flight goes the short way: it is always less than 90 degrees from the direction midway between its burnout and its end.",
  ];
}
