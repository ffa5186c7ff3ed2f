/** Margins by base and deployment: the least of each pair of them, as a chart of cells. */

import * as Plot from "./plot";
import type { App } from "./app";
import { h, ink, isDark, onWidth, calmly, sideways } from "./dom";
import { downloads, ofChart, type Sheet } from "./downloads";
import { twoLines } from "./delay";
import { signed } from "./rounding";
import { colour, step } from "./scale";

interface Square {
  base: string; // by name
  deployment: string;
  margin: number; // km/s; NaN where no arc meets
  b: number; // number of the base
  d: number; // of the deployment
}

/** The chart of cells; a press on one shows its closest flight. */
export function margins(app: App): HTMLElement {
  const box = h("div", { class: "plot", tabindex: 0, role: "group", "aria-label": "Least margin by base and deployment" });
  let shown: Square[] = [];
  const draw = (): void => {
    const { raw } = app.view;
    const { shape, base, deployment } = app.state.choice;
    const f = raw.flights;
    const least = raw.deployments.map(() => new Float64Array(f.bases.length).fill(NaN));
    const faced = raw.deployments.map(() => new Uint8Array(f.bases.length));
    for (let i = 0; i < app.view.count; i++) {
      if (shape >= 0 && f.shape[i] !== shape) continue;
      raw.deployments.forEach((_, d) => {
        if (app.view.faces(d, i)) faced[d][f.base[i]] = 1;
        const m = app.view.pairs[d].margin[i];
        // Not m < least: the first margin has NaN to compare with.
        if (!(m >= least[d][f.base[i]]) && !Number.isNaN(m)) least[d][f.base[i]] = m;
      });
    }
    const squares: Square[] = raw.deployments.flatMap((x, d) => f.bases.map((id, b) => ({ base: app.view.called(id), deployment: x.name, margin: least[d][b], b, d }))).filter((s) => faced[s.d][s.b]);
    shown = squares;
    const dark = isDark();
    const wide = box.clientWidth || 900;
    // Px for the longest name: 6.3 for a letter.
    const narrow = wide < 600; // names in two lines
    const lines = raw.deployments.map((d) => (narrow ? twoLines(d.name) : d.name));
    const longest = (names: string[]): number => Math.max(...names.flatMap((n) => n.split("\n")).map((n) => n.length));
    const left = Math.min(290, longest(lines) * 6.3 + 14);
    // Bases stand aslant, 32 degrees: so high, and so far to the right of the last.
    const above = 26 + longest(f.bases.map((id) => app.view.called(id))) * 6 * Math.sin(0.56);
    const right = Math.max(20, longest([app.view.called(f.bases.at(-1)!)]) * 6 - 40);
    const chart = Plot.plot({
      width: Math.max(wide, left + right + f.bases.length * 54),
      height: above + 8 + raw.deployments.length * (narrow ? 31 : 26),
      marginRight: right,
      marginLeft: left,
      marginTop: above,
      marginBottom: 4,
      padding: 0.06,
      style: { background: "transparent", color: ink("ink"), fontSize: "11px" },
      x: { domain: f.bases.map((id) => app.view.called(id)), axis: "top", label: null, tickRotate: -32, tickSize: 0 },
      y: { domain: raw.deployments.map((d) => d.name), label: null, tickSize: 0, tickFormat: (name: string) => (narrow ? twoLines(name) : name) },
      marks: [
        Plot.cell(squares, { x: "base", y: "deployment", fill: (s: Square) => colour(step(s.margin), dark), title: (s: Square) => `${s.deployment} against ${s.base}: least margin ${signed(s.margin)} km/s` }),
        Plot.text(squares, { x: "base", y: "deployment", text: (s: Square) => signed(s.margin), fill: (s: Square) => onColour(step(s.margin), dark), fontSize: 11, pointerEvents: "none" }),
        Plot.cell(squares.filter((s) => s.d === deployment && (base < 0 || s.b === base)), { x: "base", y: "deployment", fill: "none", stroke: ink("ink"), strokeWidth: 1.8, pointerEvents: "none" }),
      ],
    });
    // The first group of cells has all of them, in the order of `squares`; the second is the chosen one's frame.
    const cells = chart.querySelectorAll<SVGRectElement>('g[aria-label="cell"]')[0]?.querySelectorAll("rect") ?? [];
    cells.forEach((cell, k) => {
      cell.style.cursor = "pointer";
      cell.addEventListener("click", () => {
        const { d, b } = squares[k];
        app.state.set({ deployment: d, base: b }, "selection");
        app.state.set({ flight: app.closest() }, "flight");
      });
    });
    box.replaceChildren(chart);
  };
  const soon = calmly(draw);
  app.state.on((part) => {
    if (part === "selection" || part === "theme") draw();
    if (part === "data") soon();
  });
  onWidth(box, draw);
  const sheet = (): Sheet => ({
    heads: ["deployment", "deployment_name", "base", "base_name", "least_margin_km_s"],
    rows: shown.map((s) => [app.view.raw.deployments[s.d].id, s.deployment, app.view.raw.flights.bases[s.b], s.base, s.margin]),
  });
  return h("div", {}, sideways(box), downloads(app, "margins", "the chart of least margins", ofChart(box, () => "Least margin by base and deployment, km/s", sheet)));
}

/** Ink that can be read on a step's colour: by the colour's relative luminance. */
function onColour(index: number, dark: boolean): string {
  const n = parseInt(colour(index, dark).slice(1), 16);
  // sRGB's transfer function (IEC 61966-2-1), without its linear part, which is for colours near black.
  const [r, g, b] = [n >> 16, (n >> 8) & 255, n & 255].map((v) => ((v / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.24 ? "#111" : "#fff";
}
