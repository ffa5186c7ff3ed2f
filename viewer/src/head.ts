/** What stands first: the question, the answer in words, the critical value; and the deployments. */

import type { App } from "./app";
import type { DeploymentView } from "./types";
import { share as shareWords } from "./uncertainty";
import { h, isDark } from "./dom";
import { UP, down, nearest, percent, signed, up } from "./rounding";
import { MARKS, colour, step } from "./scale";

/** The answer in a sentence, and the critical values of the deployment that it is about. */
export function verdict(app: App): HTMLElement {
  const box = h("div", { class: "verdict", role: "status" });
  const draw = (): void => {
    const { raw } = app.view;
    const d = raw.deployments[app.decisive()];
    box.replaceChildren(
      h("p", { class: "answer" }, raw.verdict),
      h("div", { class: "critical" }, ...criticalOf(app, d)),
    );
  };
  app.state.on((part) => (part === "selection" || part === "data") && draw());
  draw();
  return box;
}

/** The numbers at which a deployment's answer flips, each with the flight that it turns on. */
function criticalOf(app: App, d: DeploymentView): HTMLElement[] {
  const { burnout_speed_km_s: speed, launch_delay_s: delay, after_burnout_s: after } = d.critical;
  /** A number, and the flight that it turns on: a press shows it. */
  const figure = (value: string, unit: string, words: string, flight: number | null): HTMLElement =>
    h(
      "div",
      { class: "figure" },
      h("b", {}, value, h("small", {}, ` ${unit}`)),
      h("span", {}, words, ...(flight === null ? [] : [" ", h("button", { type: "button", class: "turns", click: () => show(app, flight) }, app.view.name(flight))])),
    );
  const out: HTMLElement[] = [h("p", { class: "who" }, `${d.id}: ${d.words}`)];
  if (speed !== null) out.push(figure(down(speed), "km/s", "critical burnout speed: below it no flight is in reach at this delay. Closest:", d.worst_flight));
  if (delay !== null && after !== null)
    out.push(
      figure(
        up(delay),
        "s",
        `critical launch delay: after it none is in reach at this speed (${after < 0 ? `${down(-after, 0)} s before` : `${up(after)} s after`} burnout). ${d.latest_flight === d.worst_flight ? "The same flight" : "Another flight"}:`,
        d.latest_flight,
      ),
    );
  out.push(figure(signed(d.least_margin_km_s), "km/s", "least margin: required less available; positive is out of reach. Of the closest flight.", null));
  return out;
}

/** A flight of the headline's numbers, whatever the filters were. */
function show(app: App, flight: number): void {
  const { base, shape } = app.state.choice;
  // A filter may hide the flight: filters go.
  if (base >= 0 || shape >= 0) app.state.set({ base: -1, shape: -1 }, "selection");
  app.state.set({ flight }, "flight");
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

function row(app: App, d: DeploymentView, k: number, estimated: boolean): HTMLElement {
  const { raw } = app.view;
  const chosen = app.state.choice.deployment === k;
  const choose = (): void => {
    app.state.set({ deployment: chosen ? -1 : k }, "selection");
    app.state.set({ flight: chosen ? -1 : app.closest() }, "flight");
    // The table was drawn anew: the reader's place in it is the new button.
    document.querySelectorAll<HTMLElement>(".deployments tbody button")[k]?.focus();
  };
  const number = (text: string): HTMLElement => h("td", { class: "number" }, text);
  const swatch = h("i", { class: "swatch", style: `background:${colour(step(d.least_margin_km_s), isDark())}` });
  const share = raw.uncertainty?.deployments[k]?.share_within_reach;
  return h(
    "tr",
    { class: chosen ? "chosen" : "", click: choose },
    // The row listens too: without this a press would choose, and let go at once.
    h("th", { scope: "row" }, h("button", { type: "button", "aria-pressed": String(chosen), click: (e: Event) => (e.stopPropagation(), choose()) }, swatch, d.id)),
    h("td", { class: "less" }, d.interceptor),
    h("td", { class: "number less" }, d.from === null ? "" : String(d.from)),
    number(`${down(app.view.available(k))}${MARKS[d.burnout_speed_status] ?? ""}`),
    number(d.launch_delay_s === null ? "sensed" : nearest(d.launch_delay_s)),
    number(signed(d.least_margin_km_s)),
    number(d.out_of_reach),
    number(d.critical.burnout_speed_km_s === null ? "none" : down(d.critical.burnout_speed_km_s)),
    number(d.critical.launch_delay_s === null ? "none" : up(d.critical.launch_delay_s)),
    ...(estimated ? [number(d.estimate?.share_within_reach == null ? "no vehicle" : percent(d.estimate.share_within_reach, UP)), number(d.estimate?.latest_launch_s == null ? "none" : nearest(d.estimate.latest_launch_s))] : []),
    ...(raw.uncertainty ? [number(share ? shareWords(share) : "")] : []),
  );
}
