/** One leaf of a proof, in words: what its box holds, why nothing meets there, and the numbers of its inequality. */

import { openLeaf, type Checker } from "../check/check";
import type { Claim } from "../check/claim";
import { readLine } from "../check/file";
import { h } from "../dom";
import { nearest } from "../rounding";

/** The coordinates of a box, in the order of docs/certificate.md, section 2; what each is, its unit and its digits. */
const COORDINATES: [string, string, number][] = [
  ["time after the flight’s launch", "s", 1],
  ["interceptor’s burnout, after the flight’s launch", "s", 1],
  ["aim’s latitude", "°", 3],
  ["aim’s longitude", "°", 3],
  ["flight time", "s", 1],
  ["flight’s burnout, after its launch", "s", 1],
  ["flight’s burnout height", "km", 1],
  ["flight’s burnout distance", "km", 1],
  ["base’s latitude", "°", 3],
  ["base’s longitude", "°", 3],
  ["launch point’s latitude", "°", 3],
  ["launch point’s longitude", "°", 3],
  ["time since the interceptor’s burnout", "s", 1],
  ["share of the boost", "", 4],
];

const KINDS: Record<string, string> = {
  G: "Nothing is in this box: no flight is in this phase at these times, or no launch point.",
  B: "Every flight of this box is below the height that counts.",
  L: "The straight line: whatever its way, no interceptor of these limits covers the distance in the time there is.",
  E: "The energy: no arc of these limits leads there in the time there is.",
  A: "A reference arc: every arc that gets to the flights of this box is near this one, and starts with more than the speed that is allowed.",
};

/** The two sides of a leaf's inequality: what each is, its scale and unit, and where The guarantee has it. */
const SIDES: Record<string, { less: string; more: string; scale: number; unit: string; where: string }> = {
  B: { less: "the farthest from the Earth’s centre that a flight is, at most", more: "the least that counts", scale: 1e3, unit: "km", where: "(11)" },
  L: { less: "how far an interceptor gets, at most", more: "how far the flights are, at least", scale: 1e3, unit: "km", where: "(12) and (37), section 5" },
  E: { less: "the speed that an interceptor has, at most", more: "the speed that it needs, at least", scale: 1e3, unit: "km/s", where: "(14) and (19), section 6" },
  A: { less: "what the strays of flights and arcs can take off, at most", more: "what the reference arc has to spare, at least", scale: 1e6, unit: "km²/s²", where: "(56), section 8" },
};

/** What is known of a leaf. */
export interface Leaf {
  kind: string;
  box: number[]; // low and high of each coordinate
  row: HTMLElement;
}

/** A leaf opened: tree 0 is the flight's fall, tree 1 its boost; null where there is none of that number. */
export function leafOf(claim: Claim, stay: Checker["stay"], text: string, tree: number, index: number): Leaf | null {
  const line = readLine(text);
  if (line.kind !== "proof") return null;
  const found = openLeaf(claim, stay, line, tree, index);
  if (!found) return null;
  const { outcome, kind, box } = found;
  const held = outcome.status === "holds" ? "holds" : outcome.status === "fails" ? "fails" : "is not settled here";
  const row = h(
    "div",
    { class: "leaf" },
    h("div", {}, h("p", {}, h("b", { class: outcome.status === "holds" ? "out" : "wrong" }, `This leaf ${held}. `), KINDS[kind] ?? ""), ...sides(kind, outcome), terms([...found.terms])),
    h("table", { class: "box" }, h("caption", {}, "Its box"), h("tbody", {}, ...COORDINATES.map(([words, unit, digits], k) => h("tr", {}, h("th", { scope: "row" }, words), h("td", { class: "number" }, interval(box[2 * k], box[2 * k + 1], digits)), h("td", {}, unit))))),
  );
  return { kind, box, row };
}

/** The inequality, with both sides. */
function sides(kind: string, outcome: { left: number; right: number; status: string; why: string }): HTMLElement[] {
  const said = SIDES[kind];
  if (!said || !Number.isFinite(outcome.left) || !Number.isFinite(outcome.right)) return outcome.why ? [h("p", {}, outcome.why)] : [];
  const side = (value: number, words: string): HTMLElement => h("div", {}, h("b", {}, number(value / said.scale), h("small", {}, ` ${said.unit}`)), h("span", {}, words));
  return [h("div", { class: "sides" }, side(outcome.left, said.less), h("b", { class: "sign" }, outcome.left < outcome.right ? "<" : "≥"), side(outcome.right, said.more)), h("p", { class: "note" }, `${said.where} of The guarantee.`)];
}

/** The terms that went into it. */
function terms(all: [string, [number, number]][]): HTMLElement | null {
  if (!all.length) return null;
  const rows = all.map(([name, [middle, radius]]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", { class: "number" }, number(middle)), h("td", { class: "number" }, `± ${radius.toExponential(1)}`)));
  return h("details", {}, h("summary", {}, `Its ${all.length} terms, by their numbers in The guarantee; SI units`), h("table", {}, h("tbody", {}, ...rows)));
}

function interval(low: number, high: number, digits: number): string {
  const [from, to] = [nearest(low, digits), nearest(high, digits)];
  return from === to ? from : `${from} to ${to}`;
}

/** Six digits. */
const number = (value: number): string => (value !== 0 && (Math.abs(value) >= 1e7 || Math.abs(value) < 1e-3) ? value.toExponential(4) : String(Number(value.toPrecision(6))));
