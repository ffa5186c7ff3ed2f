/** All pairs of a deployment and a flight: sorted, filtered, and drawn only where they are in sight. */

import type { App } from "./app";
import { counted, placeWords } from "./data";
import { clockTime } from "./clock";
import { calmly, choice, freshId, h, sideways } from "./dom";
import { downloads, type Sheet } from "./downloads";
import { down, nearest, signed, up } from "./rounding";

const ROW = 28; // px
const SIGHT = 15; // rows

interface Column {
  words: string;
  unit?: string;
  number: boolean;
  key: (d: number, i: number) => number | string;
  text: (d: number, i: number) => string;
  only?: boolean; // shown only where there is an estimate
}

/** The table of pairs, a row for each; only those in sight are in the document. */
export function pairs(app: App): HTMLElement {
  const v = () => app.view;
  const pair = (d: number) => v().pairs[d];
  const known = (x: number, write: (x: number) => string): string => (Number.isNaN(x) ? "none" : write(x));
  const all: Column[] = [
    { words: "Margin", unit: "km/s", number: true, key: (d, i) => pair(d).margin[i], text: (d, i) => signed(pair(d).margin[i]) },
    { words: "Deployment", number: false, key: (d) => v().raw.deployments[d].name, text: (d) => v().raw.deployments[d].name },
    { words: "Base", number: false, key: (_, i) => v().base(i), text: (_, i) => v().base(i) },
    { words: "Aim point", number: false, key: (_, i) => v().aimPlace(i).latitude, text: (_, i) => placeWords(v().aimPlace(i).latitude, v().aimPlace(i).longitude, 1) },
    { words: "Shape", number: false, key: (_, i) => v().raw.flights.shape[i], text: (_, i) => v().shape(i) },
    { words: "Required", unit: "km/s", number: true, key: (d, i) => pair(d).margin[i] + v().available(d), text: (d, i) => known(pair(d).margin[i] + v().available(d), down) },
    { words: "Latest launch", unit: "s", number: true, key: (d, i) => pair(d).latest[i], text: (d, i) => known(pair(d).latest[i], up) },
    { words: "Meeting", unit: "s", number: true, key: (d, i) => pair(d).intercept[i], text: (d, i) => known(pair(d).intercept[i], (x) => (pair(d).margin[i] > 0 ? `(${nearest(x)})` : nearest(x))) },
    { words: "Flight time", number: true, key: (_, i) => v().flightTime[i], text: (_, i) => clockTime(v().flightTime[i]) },
    { words: "Best estimate", number: false, only: true, key: (d, i) => pair(d).estimate!.within[i], text: (d, i) => (pair(d).estimate!.within[i] ? "within reach" : "not found") },
  ];
  let columns = all;
  let rows: Int32Array = new Int32Array(); // d * count + i
  let sorted = 0; // the margin
  let rising = true;
  let words = "";
  let only = "all";
  let active = 0;

  const head = h("tr");
  const body = h("tbody");
  const table = h("table", { class: "pairs" }, h("thead", {}, head), body);
  const scroll = h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Pairs; arrow keys move, Enter shows the flight" }, table);
  const count = h("p", { class: "note", role: "status" });

  /** Which rows there are, in which order: after a change of the choice, the words, or the order. */
  function fill(): void {
    const { view } = app;
    const n = view.count;
    columns = all.filter((c) => !c.only || view.raw.estimate);
    const chosen = app.state.choice.deployment;
    const out: number[] = [];
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    for (let d = 0; d < view.pairs.length; d++) {
      if (chosen >= 0 && d !== chosen) continue;
      for (const i of app.shown) {
        if (!view.faces(d, i)) continue;
        const margin = view.pairs[d].margin[i];
        if (only === "in" && !(margin <= 0)) continue;
        if (only === "out" && margin <= 0) continue;
        if (wanted.length) {
          // By ids too, for who knows them.
          const text = `${view.raw.deployments[d].name} ${view.raw.deployments[d].id} ${view.base(i)} ${view.baseId(i)} ${view.aim(i)} ${view.aimId(i)} ${all[3].text(d, i)} ${view.shape(i)}`.toLowerCase();
          if (!wanted.every((w) => text.includes(w))) continue;
        }
        out.push(d * n + i);
      }
    }
    const key = all[sorted].key;
    const sign = rising ? 1 : -1;
    // Keys once for each row, not once for each comparison.
    const keys = new Map(out.map((r) => [r, key(Math.floor(r / n), r % n)]));
    out.sort((a, b) => {
      const [x, y] = [keys.get(a)!, keys.get(b)!];
      if (typeof x === "string" || typeof y === "string") return sign * String(x).localeCompare(String(y)) || a - b;
      if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b; // none: last
      return sign * (x - y) || a - b;
    });
    rows = Int32Array.from(out);
    active = 0;
    const { base, shape } = app.state.choice;
    const above = [
      chosen >= 0 && view.pairs.length > 1 ? view.raw.deployments[chosen].name : "",
      base >= 0 ? view.called(view.raw.flights.bases[base]) : "",
      shape >= 0 ? view.raw.flights.shapes[shape].words : "",
    ].filter(Boolean);
    const narrowed = above.length ? `: only ${above.join(", ")}, as chosen above` : "";
    let total = 0;
    for (let d = 0; d < view.pairs.length; d++) for (let i = 0; i < n; i++) total += Number(view.faces(d, i));
    count.textContent = `${rows.length.toLocaleString("en")} of ${counted(total, "pair")}${narrowed}`;
    table.setAttribute("aria-rowcount", String(rows.length + 1));
    scroll.scrollTop = 0;
    header();
    sight();
  }

  /** The heads of the columns; a press sorts by one, a second one turns the order round. */
  function header(): void {
    head.replaceChildren(
      ...columns.map((c) => {
        const k = all.indexOf(c);
        const by = (): void => {
          rising = sorted === k ? !rising : true;
          sorted = k;
          fill();
          head.querySelectorAll("button")[columns.indexOf(c)]?.focus();
        };
        const sort = sorted === k ? (rising ? "ascending" : "descending") : "none";
        const unit = c.unit ? h("small", {}, ` ${c.unit}`) : null;
        return h("th", { scope: "col", "aria-sort": sort, class: c.number ? "number" : "" }, h("button", { type: "button", click: by }, c.words, unit, h("span", { "aria-hidden": "true" }, sort === "none" ? "" : rising ? " ▲" : " ▼")));
      }),
    );
  }

  /** Draw the rows in sight, and some above and below; the rest is two empty rows of their height. */
  function sight(): void {
    const n = app.view.count;
    const first = Math.max(0, Math.min(Math.floor(scroll.scrollTop / ROW) - 5, rows.length - SIGHT));
    const last = Math.min(rows.length, first + SIGHT + 15);
    const gap = (px: number): HTMLElement => {
      const row = h("tr", { "aria-hidden": "true" }, h("td", { colspan: columns.length }));
      row.style.height = `${px}px`;
      return row;
    };
    const shown = [];
    for (let k = first; k < last; k++) {
      const [d, i] = [Math.floor(rows[k] / n), rows[k] % n];
      const here = i === app.state.choice.flight && app.chosen?.deployment === d;
      shown.push(
        h(
          "tr",
          { "aria-rowindex": k + 2, "aria-selected": String(here), class: k === active ? "active" : "", click: () => show(k) },
          ...columns.map((c) => {
            const cell = h("td", { class: c.number ? "number" : "" }, c.text(d, i));
            if (c.words === "Margin") cell.classList.add(app.view.pairs[d].margin[i] <= 0 ? "in" : "out");
            return cell;
          }),
        ),
      );
    }
    body.replaceChildren(gap(first * ROW), ...shown, gap((rows.length - last) * ROW));
  }

  /** Show the flight of a row in the pictures. */
  function show(k: number): void {
    active = k;
    const n = app.view.count;
    const [d, i] = [Math.floor(rows[k] / n), rows[k] % n];
    if (app.state.choice.deployment >= 0 || app.against(i) === d) app.state.set({ flight: i }, "flight");
    else {
      // Another deployment is looked at than the row's: the row's becomes the chosen one.
      const top = scroll.scrollTop;
      app.state.set({ deployment: d, flight: i }, "selection");
      scroll.scrollTop = top;
    }
    sight();
  }

  scroll.addEventListener("scroll", sight);
  scroll.addEventListener("keydown", (event) => {
    if (event.target !== scroll) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: SIGHT - 2, PageUp: 2 - SIGHT, Home: -rows.length, End: rows.length }; // rows
    if (event.key === "Enter" && rows.length) show(active);
    else if (event.key in steps) {
      active = Math.max(0, Math.min(rows.length - 1, active + steps[event.key]));
      const top = active * ROW;
      if (top < scroll.scrollTop) scroll.scrollTop = top;
      if (top > scroll.scrollTop + (SIGHT - 2) * ROW) scroll.scrollTop = top - (SIGHT - 2) * ROW;
      sight();
    } else return;
    event.preventDefault();
  });
  const soon = calmly(fill, 150);
  app.state.on((part) => {
    if (part === "selection") fill();
    if (part === "data") soon();
    if (part === "flight") sight();
  });
  /** The rows as they are filtered and sorted, with their numbers to all digits that the page has. */
  const sheet = (): Sheet => ({
    heads: ["deployment", "deployment_name", "base", "base_name", "aim", "aim_latitude_deg", "aim_longitude_deg", "flight_time_ratio", "flight_time_s", "required_speed_km_s", "margin_km_s", "intercept_s", "critical_launch_delay_s"],
    rows: Array.from(rows, (r) => {
      const n = app.view.count;
      const [d, i] = [Math.floor(r / n), r % n];
      const { raw } = app.view;
      const aim = app.view.aimPlace(i);
      const p = pair(d);
      return [raw.deployments[d].id, raw.deployments[d].name, app.view.baseId(i), app.view.base(i), app.view.aimId(i), aim.latitude, aim.longitude, raw.flights.shapes[raw.flights.shape[i]].ratio, app.view.flightTime[i], Number((p.margin[i] + app.view.available(d)).toFixed(4)), p.margin[i], p.intercept[i], p.latest[i]];
    }),
  });
  const id = freshId();
  const filter = h("input", { id, type: "search", placeholder: "Kozelsk depressed 45", input: () => ((words = filter.value), fill()) });
  fill();
  return h(
    "div",
    {},
    h(
      "div",
      { class: "controls" },
      h("span", { class: "control" }, h("label", { for: id }, "Find"), filter),
      choice("Show", [["all", "all"], ["in", "within reach"], ["out", "out of reach"]], only, (value) => ((only = value), fill())),
      count,
    ),
    sideways(scroll),
    downloads(app, "pairs", "the table of pairs", { csv: sheet }),
  );
}
