/** What follows from uncertain figures: shares over all draws, and which figures matter. */

import type { App } from "./app";
import { counted } from "./data";
import type { Influence } from "./types";
import { h } from "./dom";
import { figureOf } from "./sources";
import { nearest, percent, signed } from "./rounding";

/** The table of draws, a row for each deployment; null where nothing was drawn. */
export function uncertainty(app: App): HTMLElement | null {
  const u = app.view.raw.uncertainty;
  if (!u) return null;
  const head = ["Deployment", "Flights within reach", "Draws that reach a closest flight", "Closest flights’ margin, km/s: 5, 50, 95 % of draws", "What moves that margin"];
  return h(
    "div",
    {},
    h("p", { class: "note" }, `${counted(u.draws, "draw")} of ${counted(u.figures.length, "figure")} (${u.stopped}), seed ${u.seed}; intervals at ${100 * u.confidence} %.`),
    h(
      "div",
      { class: "scroll-x" },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ...head.map((words) => h("th", { scope: "col" }, words)))),
        h(
          "tbody",
          {},
          ...u.deployments.map((d) => {
            const m = d.least_margin_km_s;
            return h(
              "tr",
              {},
              h("th", { scope: "row" }, app.view.raw.deployments.find((x) => x.id === d.id)?.name ?? d.id),
              h("td", {}, share(d.share_within_reach)),
              h("td", {}, share(d.share_of_draws_that_reach_a_closest_flight)),
              h("td", {}, [m.p05, m.p50, m.p95].map((x) => signed(x)).join(", ")),
              h("td", {}, ...(d.influences.length ? d.influences.slice(0, 5).map((i) => bar(app, i)) : [d.no_influences ?? ""])), // the five figures that matter most
            );
          }),
        ),
      ),
    ),
    h("p", { class: "note" }, "Bars: part of the variance that a figure accounts for, with all that it does together with others (Sobol’s total index)."),
  );
}

/** A share in per cent with its interval. */
export const share = (s: { value: number; low: number; high: number }): string => {
  const p = (x: number): string => nearest(100 * x, 1);
  return `${percent(s.value)} (${p(s.low)} to ${p(s.high)})`;
};

const part = (percent: number): HTMLElement => {
  const bar = h("i");
  bar.style.setProperty("--part", `${percent}%`);
  return bar;
};

/** A bar of a figure's part of the variance; an estimate of it may lie outside 0 to 1. */
const bar = (app: App, i: Influence): HTMLElement =>
  h(
    "div",
    { class: "bar" },
    part(Math.round(100 * Math.max(0, Math.min(1, i.total)))),
    h("span", {}, `${nearest(100 * i.total)} ± ${nearest(100 * i.total_half_width)} % ${figureOf(app, i.key)[0]}`),
  );
