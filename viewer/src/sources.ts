/** What the answer rests on: certificates, figures with their sources, assumptions, and how to get it again. */

import type { App } from "./app";
import { counted, placeWords } from "./data";
import type { FigureUsed, PairVerdict } from "./types";
import { calmly, copying, freshId, h, saved, sideways } from "./dom";
import { downloads } from "./downloads";
import { linked } from "./links";
import { DOWN, percent, up } from "./rounding";
import { MARKS } from "./scale";

/** What became of each interceptor against each base, and what the checker said of each certificate; null where the report has none. */
export function certificates(app: App): HTMLElement | null {
  const { proofs } = app.view.raw;
  if (!proofs.length) return null;
  return h(
    "details",
    {},
    h("summary", {}, "What was found when this page was made: leaves, margins and witnesses"),
    ...proofs.map((p) =>
      h(
        "details",
        { class: "proof", open: true },
        h("summary", {}, h("b", { class: p.proved ? "out" : "in" }, p.proved ? "Proved" : "Not proved"), ` · ${p.file}`),
        ...(p.pairs.length ? [sideways(h("div", { class: "scroll-x" }, verdicts(app, p.pairs))), h("p", { class: "note" }, VERDICTS)] : []),
        h("details", { open: !p.pairs.length }, h("summary", {}, "The checker’s words"), h("pre", {}, p.said)),
      ),
    ),
    h("p", { class: "note" }, "As the checker said when this report was made. Check again with: reassure-check FILE"),
  );
}

const VERDICTS =
  "Proved: no interceptor within the limits can be where any of these flights is; beside it, the claimed speed as a share of the lowest with which a search got in (the true limit lies between). Reachable: a witness gets in, with this speed, km/s. Undecided: neither; by how much a proof was short, m/s. Point at a cell for its leaves.";

/** A table of interceptors by bases. */
function verdicts(app: App, pairs: PairVerdict[]): HTMLElement {
  const called = (id: string): string => app.view.called(id);
  const bases = [...new Set(pairs.map((p) => p.base))];
  const rows = [...new Set(pairs.map((p) => p.interceptor))];
  const cell = (name: string, base: string): HTMLElement => {
    const p = pairs.find((x) => x.interceptor === name && x.base === base);
    if (!p) return h("td", {}, "");
    const [word, kind, more] = said(p);
    return h("td", { title: `${called(name)} against ${called(base)}: ${told(p)}` }, h("b", { class: kind }, word), more ? h("small", {}, ` ${more}`) : null);
  };
  return h(
    "table",
    { class: "verdicts" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Interceptor"), ...bases.map((b) => h("th", { scope: "col" }, called(b))))),
    h("tbody", {}, ...rows.map((r) => h("tr", {}, h("th", { scope: "row" }, called(r)), ...bases.map((b) => cell(r, b))))),
  );
}

/** A pair's verdict, its class, and the number that goes with it. */
function said(p: PairVerdict): [string, string, string] {
  if (p.verdict === "unreachable") {
    const share = p.found_km_s && p.limit_km_s ? p.limit_km_s / p.found_km_s : null;
    // rounded down: never nearer to the limit than it is
    return ["proved", "out", share === null ? "" : percent(share, DOWN)];
  }
  if (p.verdict === "reachable") return ["reachable", "in", p.speed_km_s === null ? "" : up(p.speed_km_s, 2)];
  return ["undecided", "", p.gap_m_s === null ? "" : up(p.gap_m_s)];
}

/** What there is to say of a pair beside its verdict. */
function told(p: PairVerdict): string {
  if (p.verdict === "reachable") return `a witness gets in with ${up(p.speed_km_s ?? 0, 3)} km/s; ${p.limit_km_s} are allowed`;
  if (p.verdict !== "unreachable") return p.reason || (p.gap_m_s === null ? "no proof was found" : `a proof was short by ${up(p.gap_m_s)} m/s`);
  const aim = p.hardest_aim_deg ? `; the hardest aims, about ${placeWords(...p.hardest_aim_deg)}, took ${p.hardest_leaves}` : "";
  const near = p.found_km_s ? `; a search beside them gets in with ${up(p.found_km_s, 2)} km/s` : "";
  return `${p.leaves} leaves (straight line ${p.by_line}, energy ${p.by_energy}, arc ${p.by_arc})${aim}${near}`;
}

const DAGGERS = "† recalled: widely quoted, but no text was opened. ‡ assumed: a modelling choice.";

/** The table of figures with their sources, and a field that finds some of them. */
export function figures(app: App): HTMLElement {
  const id = freshId();
  const body = h("tbody");
  const count = h("p", { class: "note", role: "status" });
  const filter = h("input", { id, type: "search", placeholder: "burnout_speed recalled", input: () => draw() });
  const draw = (): void => {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean); // every word, in any order
    const rows = app.view.raw.sources.filter((s) => {
      const text = `${s.key} ${keyWords(app, s.key)} ${s.status} ${s.source} ${(s.dissent ?? []).map((d) => d.who).join(" ")}`.toLowerCase();
      return wanted.every((w) => text.includes(w));
    });
    count.textContent = `${rows.length} of ${counted(app.view.raw.sources.length, "figure")}. ${DAGGERS}`;
    body.replaceChildren(...rows.map((s) => row(app, s)));
  };
  const soon = calmly(draw, 200);
  app.state.on((part) => part === "data" && soon());
  draw();
  return h(
    "div",
    {},
    h("div", { class: "controls" }, h("span", { class: "control" }, h("label", { for: id }, "Find"), filter), count),
    sideways(h(
      "div",
      { class: "scroll-x", tabindex: 0, role: "group", "aria-label": "Figures and their sources" },
      h("table", { class: "sources" }, h("thead", {}, h("tr", {}, ...["Figure", "Value", "Interval", "Trust", "Source", "Dissent"].map((w, k) => h("th", { scope: "col", class: k === 1 || k === 2 ? "number" : "" }, w)))), body),
    )),
    downloads(app, "figures", "the table of figures", {
      csv: () => ({
        heads: ["key", "value", "low", "high", "distribution", "status", "source", "dissent"],
        rows: app.view.raw.sources.map((s) => [s.key, s.value, s.low ?? null, s.high ?? null, s.distribution ?? null, s.status, s.source, (s.dissent ?? []).map((d) => `${d.value}: ${d.who}`).join("; ")]),
      }),
    }),
  );
}

const UNITS: [RegExp, string][] = [[/_km_s$/, "km/s"], [/_km2$/, "km²"], [/_km$/, "km"], [/_deg$/, "deg"], [/_kg$/, "kg"], [/_m2$/, "m²"], [/_s$/, "s"]];

/** What a figure's key says: "interceptor.sm3-iia.burnout_speed_km_s" is "SM-3 IIA: burnout speed", and its unit "km/s". */
export function figureOf(app: App, key: string): [words: string, unit: string] {
  const parts = key.split(".");
  const [kind, id] = parts;
  const of = kind === "deployment" ? app.view.raw.deployments.find((d) => d.id === id)?.name : app.view.raw.names[id];
  const last = parts.at(-1)!;
  const [ending, unit] = UNITS.find(([pattern]) => pattern.test(last)) ?? [null, ""];
  const what = (ending ? last.replace(ending, "") : last).replaceAll("_", " ");
  return [`${of ?? id ?? kind}: ${what}`, unit];
}

/** The same in one, "SM-3 IIA: burnout speed, km/s". */
const keyWords = (app: App, key: string): string => figureOf(app, key).filter(Boolean).join(", ");

/** A figure as it was written: the nine digits that a file has, and nothing below a billionth. */
function plain(value: number | null | undefined): string {
  // "+ 0" turns -0 into 0.
  return value === null || value === undefined ? "" : String(Number(Number(value.toPrecision(9)).toFixed(9)) + 0);
}

/** A figure's row: interval, trust, source, and who differs. */
function row(app: App, s: FigureUsed): HTMLElement {
  const interval = s.low !== undefined && s.low !== null ? `${plain(s.low)} to ${plain(s.high)}${s.distribution ? ` (${s.distribution})` : ""}` : "";
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, keyWords(app, s.key), h("code", { class: "key-of" }, s.key)),
    h("td", { class: "number" }, plain(s.value), MARKS[s.status] ?? ""),
    h("td", { class: "number" }, interval),
    h("td", {}, s.status),
    h("td", {}, ...linked(s.source)),
    h("td", {}, ...(s.dissent ?? []).map((d) => h("p", {}, h("b", {}, plain(d.value)), ` ${d.who}`, d.source ? h("small", {}, " (", ...linked(d.source), ")") : null))),
  );
}

/** What is assumed, and which flights do not exist. */
export function assumptions(app: App): HTMLElement {
  const box = h("ul");
  const draw = (): void => {
    const { raw } = app.view;
    const missing = raw.missing.map((m) => h("li", {}, `${counted(m.count, "flight")} from ${app.view.called(m.base)} to ${app.view.called(m.aim)} at ${m.flight_time_ratio} of the minimum-energy time ${m.count === 1 ? "does" : "do"} not exist: ${m.reason}.`));
    box.replaceChildren(...raw.assumptions.map((a) => h("li", {}, a)), ...missing);
  };
  app.state.on((part) => part === "data" && draw());
  draw();
  return box;
}

/** How to get the same again: command, files, program, hash and seed. */
export function again(app: App): HTMLElement {
  const box = h("div", { class: "again" });
  const draw = (): void => {
    const { raw } = app.view;
    const code = h("code", {}, raw.command);
    const save = (file: { name: string; text: string }): HTMLElement => {
      return h("button", { type: "button", click: () => saved(file.name, new Blob([file.text], { type: "application/octet-stream" })) }, `Save ${file.name}`);
    };
    box.replaceChildren(
      h("p", {}, code, " ", copying(raw.command, code)),
      ...(raw.files.length ? [h("p", {}, "This page carries what the command reads: ", ...raw.files.flatMap((f) => [save(f), " "]))] : []),
      h(
        "dl",
        {},
        h("dt", {}, "Program"),
        h("dd", {}, `reassure ${raw.version}`),
        h("dt", {}, "Scenario, SHA-256"),
        h("dd", {}, h("code", { class: "hash" }, raw.sha256)),
        h("dt", {}, "Seed of the draws"),
        h("dd", {}, raw.seed === null ? "none: nothing was drawn" : String(raw.seed)),
      ),
    );
  };
  app.state.on((part) => part === "data" && draw());
  draw();
  return box;
}
