/** The leaves of a proof, to be opened one by one. */

import { readLine } from "../check/file";
import { choice, h } from "../dom";
import { leafOf } from "./leaf";
import type { Hooks } from "./panel";
import type { Session } from "./session";

const LEAF = /[GBLEA]/g;

/** A row of aims that is proved: its line in the certificate, and how many leaves each of its trees has. */
interface Row {
  text: string;
  aim: number;
  counts: [number, number];
}

/** Fields that choose a pair, a row of aims and a leaf, and what that leaf says. Its box goes to the pictures. */
export function leaves(session: Session, { show, called }: Pick<Hooks, "show" | "called">): HTMLElement {
  const claim = session.claim!;
  const body = h("div", {});
  const clauses = [...session.proofs.keys()].sort((a, b) => a - b);
  let [clause, row, tree, index] = [clauses[0], 0, 0, 0];
  const rows = (): Row[] =>
    session.proofs.get(clause)!.map((text) => {
      const line = readLine(text);
      if (line.kind !== "proof") throw new Error("not a proof line");
      return { text, aim: line.aim, counts: line.trees.map((t) => t.match(LEAF)!.length) as [number, number] };
    });
  const draw = (): void => {
    const all = rows();
    const { text, counts } = all[row];
    index = Math.max(0, Math.min(counts[tree] - 1, index));
    const leaf = leafOf(claim, session.stay, text, tree, index);
    show(leaf?.box ?? null);
    const step = (by: number): void => ((index += by), draw());
    const pair = (k: number): string => `${called(claim.interceptors[claim.clauses[k].interceptor].id)} against ${called(claim.flights[claim.clauses[k].flights].id)}`;
    const field = h("input", { type: "number", "aria-label": "Leaf", min: 1, max: counts[tree], value: index + 1, change: () => ((index = Number(field.value) - 1), draw()) });
    body.replaceChildren(
      h(
        "div",
        { class: "controls" },
        choice("Pair", clauses.map((k): [string, string] => [String(k), pair(k)]), String(clause), (v) => (([clause, row, index] = [Number(v), 0, 0]), draw())),
        choice("Aims", all.map((r, k): [string, string] => [String(k), `${cellWords(claim.flights[claim.clauses[clause].flights].aims[r.aim])}: ${r.counts[0] + r.counts[1]} leaves`]), String(row), (v) => (([row, index] = [Number(v), 0]), draw())),
        choice("Phase", [["0", `free flight: ${counts[0]}`], ["1", `boost: ${counts[1]}`]], String(tree), (v) => (([tree, index] = [Number(v), 0]), draw())),
        h("span", { class: "control" }, h("button", { type: "button", "aria-label": "Leaf before", disabled: index === 0, click: () => step(-1) }, "‹"), field, ` of ${counts[tree]}`, h("button", { type: "button", "aria-label": "Next leaf", disabled: index === counts[tree] - 1, click: () => step(1) }, "›")),
      ),
      leaf?.row ?? h("p", { class: "note" }, "No such leaf."),
    );
  };
  const box = h("details", { class: "leaves", toggle: () => (box.open ? draw() : show(null)) }, h("summary", {}, "Open a leaf: its box, drawn on the globe and the map, and its inequality with both sides"), body);
  return box;
}

const cellWords = (c: { south: string; north: string; west: string; east: string }): string => {
  const [latitude, longitude] = [(Number(c.south) + Number(c.north)) / 2, (Number(c.west) + Number(c.east)) / 2];
  return `about ${Math.abs(latitude).toFixed(1)} ${latitude < 0 ? "S" : "N"} ${Math.abs(longitude).toFixed(1)} ${longitude < 0 ? "W" : "E"}`;
};
