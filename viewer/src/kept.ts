/** What was fulfilled of an agreement: the report on the tasks fulfilled, as the command made it. */

import { h, sideways } from "./dom";
import type { KeptView } from "./types";

/** The answer, a row for each limit and duty, and what each verdict rests on. */
export function kept(found: KeptView): HTMLElement[] {
  const head = h("tr", {}, ...found.heads.map((words) => h("th", { scope: "col" }, words)));
  const rows = found.rows.map(([what, ...cells]) => h("tr", {}, h("th", { scope: "row" }, what), ...cells.map((c) => h("td", {}, c))));
  return [
    h("p", {}, h("b", {}, found.title), `. ${found.answer}`),
    sideways(h("div", { class: "scroll-x", tabindex: 0, role: "group", "aria-label": "Limits and duties" }, h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows)))),
    h("details", {}, h("summary", {}, "What each verdict rests on"), ...found.rests_on.map((line) => h("p", {}, line))),
  ];
}
