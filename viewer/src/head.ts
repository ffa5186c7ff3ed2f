/** What stands first: the question, the answer in words, the critical value; and the deployments. */

import type { App } from "./app";
import { signed, type Deployment } from "./data";
import { share as shareWords } from "./doubt";
import { h, isDark } from "./dom";
import { MARKS, colour, step } from "./scale";

export function verdict(app: App): HTMLElement {
  const box = h("div", { class: "verdict", role: "status" });
  const draw = (): void => {
    const { raw } = app.view;
    const d = raw.deployments[decisive(app)];
    box.replaceChildren(
      h("p", { class: "answer" }, raw.verdict),
      h("div", { class: "critical" }, ...criticalOf(d)),
    );
  };
  app.state.on((part) => (part === "selection" || part === "data") && draw());
  draw();
  return box;
}

/** The chosen deployment, or the one that reaches most, or comes nearest to it. */
function decisive(app: App): number {
  const { deployment } = app.state.choice;
  if (deployment >= 0) return deployment;
  const all = app.view.raw.deployments;
  const before = (a: Deployment, b: Deployment): boolean =>
    a.share_out_of_reach === b.share_out_of_reach
      ? (a.least_margin_km_s ?? Infinity) < (b.least_margin_km_s ?? Infinity)
      : a.share_out_of_reach < b.share_out_of_reach;
  return all.reduce((best, d, k) => (before(d, all[best]) ? k : best), 0);
}

function criticalOf(d: Deployment): HTMLElement[] {
  const { burnout_speed_km_s: speed, launch_delay_s: delay, after_burnout_s: after } = d.critical;
  const figure = (value: string, unit: string, words: string): HTMLElement =>
    h("div", { class: "figure" }, h("b", {}, value, h("small", {}, ` ${unit}`)), h("span", {}, words));
  const out: HTMLElement[] = [h("p", { class: "who" }, `${d.id}: ${d.words}`)];
  if (speed !== null) out.push(figure(speed.toFixed(2), "km/s", "critical burnout speed: below it no flight is in reach at this delay"));
  if (delay !== null && after !== null)
    out.push(figure(delay.toFixed(0), "s", `critical launch delay: after it none is in reach at this speed (${Math.abs(after).toFixed(0)} s ${after < 0 ? "before" : "after"} that flight’s burnout)`));
  out.push(figure(signed(d.least_margin_km_s), "km/s", "least margin: required less available; positive is out of reach"));
  return out;
}

/** The table of deployments; its rows choose one. */
export function deployments(app: App): HTMLElement {
  const box = h("div", { class: "scroll-x" });
  const draw = (): void => {
    const { raw } = app.view;
    const estimated = raw.estimate !== null;
    const drawnShares = raw.uncertainty;
    const heads: [string, string, boolean][] = [
      ["Deployment", "", false],
      ["Interceptor", "", false],
      ["From", "", true],
      ["Speed", "km/s", true],
      ["Delay", "s", true],
      ["Least margin", "km/s", true],
      ["Out of reach", "", true],
      ["Flips below", "km/s", true],
      ["Flips after", "s", true],
    ];
    if (estimated) heads.push(["Estimate: within reach", "", true], ["Its latest launch", "s", true]);
    if (drawnShares) heads.push(["Within reach, drawn", "", true]);
    box.replaceChildren(
      h(
        "table",
        { class: "deployments" },
        h("thead", {}, h("tr", {}, ...heads.map(([words, unit, number]) => h("th", { scope: "col", class: `${number ? "number" : ""} ${words === "Interceptor" || words === "From" ? "less" : ""}` }, words, unit ? h("small", {}, ` ${unit}`) : null)))),
        h("tbody", {}, ...raw.deployments.map((d, k) => row(app, d, k, estimated))),
      ),
    );
  };
  app.state.on((part) => (part === "selection" || part === "theme" || part === "data") && draw());
  draw();
  return box;
}

function row(app: App, d: Deployment, k: number, estimated: boolean): HTMLElement {
  const { raw } = app.view;
  const chosen = app.state.choice.deployment === k;
  const choose = (): void => {
    app.state.set({ deployment: chosen ? -1 : k }, "selection");
    app.state.set({ flight: chosen ? -1 : app.closest() }, "flight");
    document.querySelectorAll<HTMLElement>(".deployments tbody button")[k]?.focus();
  };
  const number = (text: string): HTMLElement => h("td", { class: "number" }, text);
  const swatch = h("i", { class: "swatch", style: `background:${colour(step(d.least_margin_km_s), isDark())}` });
  const share = raw.uncertainty?.deployments[k]?.share_within_reach;
  return h(
    "tr",
    { class: chosen ? "chosen" : "", click: choose },
    h("th", { scope: "row" }, h("button", { type: "button", "aria-pressed": String(chosen), click: (e: Event) => (e.stopPropagation(), choose()) }, swatch, d.id)),
    h("td", { class: "less" }, d.interceptor),
    h("td", { class: "number less" }, d.from === null ? "" : String(d.from)),
    number(`${(d.burnout_speed_km_s + d.divert_km_s).toFixed(2)}${MARKS[d.burnout_speed_status] ?? ""}`),
    number(d.launch_delay_s === null ? "sensed" : d.launch_delay_s.toFixed(0)),
    number(signed(d.least_margin_km_s)),
    number(d.out_of_reach),
    number(d.critical.burnout_speed_km_s?.toFixed(2) ?? "none"),
    number(d.critical.launch_delay_s?.toFixed(0) ?? "none"),
    ...(estimated ? [number(d.estimate?.share_within_reach == null ? "no vehicle" : percent(d.estimate.share_within_reach)), number(d.estimate?.latest_launch_s?.toFixed(0) ?? "none")] : []),
    ...(raw.uncertainty ? [number(share ? shareWords(share) : "")] : []),
  );
}

const percent = (share: number): string => {
  if (share === 0 || share === 1) return `${100 * share} %`;
  const text = (100 * share).toFixed(1);
  return text === "0.0" ? "< 0.1 %" : text === "100.0" ? "> 99.9 %" : `${text} %`;
};
