/** What stands first: the question, the answer in words; then the critical values; and the deployments. */

import type { App } from "./app";
import type { DeploymentView, View as RawView } from "./types";
import { share as shareWords } from "./uncertainty";
import { h, isDark, sideways } from "./dom";
import { UP, down, nearest, percent, signed, up } from "./rounding";
import { MARKS, colour, step } from "./scale";

/** The answer in a sentence. */
export function verdict(app: App): HTMLElement {
  const box = h("p", { class: "answer", role: "status" });
  // What belongs together stays on one line: "SM-3 IIB", "54.6 %", "5,307 flights".
  const draw = (): void => box.replaceChildren(...app.view.raw.verdict.split(/(SM-3 \w+|[\d.,]+ (?:%|km\/s|s|flights|deployments)(?!\w))/).map((part, k) => (k % 2 ? h("span", { class: "whole" }, part) : part)));
  app.state.on((part) => part === "data" && draw());
  draw();
  return box;
}

/** The deployment that stands for all, or the chosen one: its answer, and the values at which it flips. */
export function critical(app: App): HTMLElement {
  const box = h("div", { class: "critical" });
  const draw = (): void => box.replaceChildren(...criticalOf(app, app.view.raw.deployments[app.decisive()]));
  app.state.on((part) => (part === "selection" || part === "data") && draw());
  draw();
  return box;
}

/** A deployment's answer, and its numbers in two groups: those of its closest flight, and that of the flight that can wait. */
function criticalOf(app: App, d: DeploymentView): HTMLElement[] {
  const { burnout_speed_km_s: speed, launch_delay_s: delay, after_burnout_s: after } = d.critical;
  const figure = (value: string, unit: string, words: string): HTMLElement => h("div", { class: "figure" }, h("b", {}, value, h("small", {}, ` ${unit}`)), h("span", {}, words));
  /** A flight's numbers under its name: a press shows it. */
  const group = (of: string, flight: number, ...figures: HTMLElement[]): HTMLElement =>
    h("div", { class: "of-flight" }, h("p", {}, `${of}: `, h("button", { type: "button", class: "turns", click: () => show(app, flight) }, app.view.name(flight))), h("div", { class: "figures-row" }, ...figures));
  const margin = figure(signed(d.least_margin_km_s), "km/s", "least margin: required less available speed; positive is out of reach");
  const fast = speed === null ? null : figure(down(speed), "km/s", "critical burnout speed: below it no flight is in reach at this delay");
  const last =
    delay === null || after === null
      ? null
      : figure(up(delay), "s", `critical launch delay: after it no flight is in reach at this speed (${after < 0 ? `${down(-after, 0)} s before` : `${up(after)} s after`} that flight’s burnout)`);
  const out: HTMLElement[] = [h("p", { class: "who" }, h("b", {}, d.name), `: ${d.words}`)];
  const { worst_flight: worst, latest_flight: latest } = d;
  const same = worst !== null && worst === latest;
  if (worst !== null) out.push(group("The closest flight", worst, ...[fast, same ? last : null, margin].filter((f) => f !== null)));
  if (latest !== null && last && !same) out.push(group("The flight that leaves most time", latest, last));
  return out;
}

/** A flight of the headline's numbers, whatever the filters were. */
function show(app: App, flight: number): void {
  const { base, shape } = app.state.choice;
  // A filter may hide the flight: filters go.
  if (base >= 0 || shape >= 0) app.state.set({ base: -1, shape: -1 }, "selection");
  app.state.set({ flight }, "flight");
}

interface Column {
  words: string;
  unit?: string;
  text: (d: DeploymentView, k: number) => string;
}

/** What the table of deployments says, the answer first. */
function columns(app: App): Column[] {
  const { raw } = app.view;
  const drawn = (k: number): string => {
    const share = raw.uncertainty?.deployments[k]?.share_within_reach;
    return share ? shareWords(share) : "";
  };
  return [
    { words: "Out of reach", text: (d) => d.out_of_reach },
    ...(raw.weighing ? [{ words: "Accountable warheads out of reach", text: (d: DeploymentView) => d.weighed ?? "" }] : []),
    { words: "Least margin", unit: "km/s", text: (d) => signed(d.least_margin_km_s) },
    { words: "Flips below", unit: "km/s", text: (d) => (d.critical.burnout_speed_km_s === null ? "none" : down(d.critical.burnout_speed_km_s)) },
    { words: "Flips after", unit: "s", text: (d) => (d.critical.launch_delay_s === null ? "none" : up(d.critical.launch_delay_s)) },
    ...(raw.estimate
      ? [
          { words: "Estimate: within reach", text: (d: DeploymentView) => (d.estimate?.share_within_reach == null ? "no vehicle" : percent(d.estimate.share_within_reach, UP)) },
          { words: "Its latest launch", unit: "s", text: (d: DeploymentView) => (d.estimate?.latest_launch_s == null ? "none" : nearest(d.estimate.latest_launch_s)) },
        ]
      : []),
    ...(raw.uncertainty ? [{ words: "Within reach, drawn", text: (_: DeploymentView, k: number) => drawn(k) }] : []),
    { words: "Available speed", unit: "km/s", text: (d, k) => `${down(app.view.available(k))}${MARKS[d.burnout_speed_status] ?? ""}` },
    { words: "Delay", unit: "s", text: (d) => (d.launch_delay_s === null ? "sensed" : `${nearest(d.launch_delay_s)}${MARKS[delayStatus(raw, d)] ?? ""}`) },
    ...(raw.deployments.some((d) => d.from !== null) ? [{ words: "From", text: (d: DeploymentView) => (d.from === null ? "" : String(d.from)) }] : []),
  ];
}

/** How the launch delay of a deployment is known. */
function delayStatus(raw: RawView, d: DeploymentView): string {
  return raw.sources.find((s) => s.key === `deployment.${d.id}.launch_delay_s`)?.status ?? "found";
}

/** The table of deployments; its rows choose one. */
export function deployments(app: App): HTMLElement {
  const box = h("div", { class: "scroll-x", tabindex: 0, role: "group", "aria-label": "Deployments" });
  const weights = h("div", {});
  const draw = (): void => {
    const { raw } = app.view;
    const shown = columns(app);
    const focused = [...box.querySelectorAll("tbody button")].indexOf(document.activeElement as Element);
    box.replaceChildren(
      h(
        "table",
        { class: "deployments" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Deployment"), ...shown.map((c) => h("th", { scope: "col", class: "number" }, c.words, c.unit ? h("small", {}, ` ${c.unit}`) : null)))),
        h("tbody", {}, ...raw.deployments.map((d, k) => row(app, d, k, shown))),
      ),
    );
    weights.replaceChildren(...(raw.weighing ?? []).map((line) => h("p", { class: "note" }, line)));
    if (focused >= 0) box.querySelectorAll<HTMLElement>("tbody button")[focused]?.focus();
  };
  app.state.on((part) => (part === "selection" || part === "theme" || part === "data") && draw());
  draw();
  return h("div", {}, sideways(box), weights);
}

/** The same as a table for a file. */
export function deploymentsSheet(app: App): { heads: string[]; rows: (string | number | null)[][] } {
  const { raw } = app.view;
  return {
    heads: ["deployment", "name", "interceptor", "place", "from", "share_out_of_reach", "least_margin_km_s", "critical_burnout_speed_km_s", "critical_launch_delay_s", "available_speed_km_s", "launch_delay_s"],
    rows: raw.deployments.map((d, k) => [d.id, d.name, d.interceptor, d.place, d.from, d.share_out_of_reach, d.least_margin_km_s, d.critical.burnout_speed_km_s, d.critical.launch_delay_s, Number(app.view.available(k).toFixed(6)), d.launch_delay_s]),
  };
}

function row(app: App, d: DeploymentView, k: number, shown: Column[]): HTMLElement {
  const chosen = app.state.choice.deployment === k;
  const choose = (): void => {
    app.state.set({ deployment: chosen ? -1 : k }, "selection");
    app.state.set({ flight: app.closest() }, "flight");
    // The table was drawn anew: the reader's place in it is the new button.
    document.querySelectorAll<HTMLElement>(".deployments tbody button")[k]?.focus();
  };
  const swatch = h("i", { class: "swatch" });
  swatch.style.background = colour(step(d.least_margin_km_s), isDark());
  return h(
    "tr",
    { class: chosen ? "chosen" : "", click: choose },
    // The row listens too: without this a press would choose, and let go at once.
    h("th", { scope: "row" }, h("button", { type: "button", "aria-pressed": String(chosen), click: (e: Event) => (e.stopPropagation(), choose()) }, swatch, d.name)),
    ...shown.map((c) => h("td", { class: "number" }, c.text(d, k))),
  );
}
