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
  L: "The straight line: gravity and all, no interceptor of these limits covers the distance in the time there is (section 5).",
  E: "The energy: no arc of these limits leads there in the time there is (section 6).",
  A: "A reference arc: every arc that gets near the flights needs a burnout speed near this one’s, and that is above the limit (section 8).",
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
  const terms = [...found.terms];
  const row = h(
    "div",
    { class: "leaf" },
    h("p", {}, h("b", { class: outcome.status === "holds" ? "out" : "in" }, `This leaf ${held}. `), KINDS[kind] ?? ""),
    Number.isFinite(outcome.left) ? h("p", { class: "inequality" }, h("span", {}, number(outcome.left)), h("b", {}, outcome.left < outcome.right ? " < " : " ≥ "), h("span", {}, number(outcome.right)), h("small", {}, outcome.why ? ` ${outcome.why}` : "")) : null,
    terms.length ? h("table", { class: "terms" }, h("caption", {}, "Terms, by their numbers in The guarantee; SI units"), h("tbody", {}, ...terms.map(([name, [middle, radius]]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", { class: "number" }, number(middle)), h("td", { class: "number" }, `± ${number(radius)}`))))) : null,
    h("table", { class: "box" }, h("caption", {}, "Its box"), h("tbody", {}, ...COORDINATES.map(([words, unit, digits], k) => h("tr", {}, h("th", { scope: "row" }, words), h("td", { class: "number" }, interval(box[2 * k], box[2 * k + 1], digits)), h("td", {}, unit))))),
  );
  return { kind, box, row };
}

const interval = (low: number, high: number, digits: number): string => (low === high ? nearest(low, digits) : `${nearest(low, digits)} to ${nearest(high, digits)}`);

/** Six digits. */
const number = (value: number): string => (value !== 0 && (Math.abs(value) >= 1e7 || Math.abs(value) < 1e-3) ? value.toExponential(4) : String(Number(value.toPrecision(6))));
