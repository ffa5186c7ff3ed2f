/** The chosen flight in words, beside what the chosen deployment could do against it. */

import type { App } from "./app";
import { clockTime } from "./clock";
import { counted, placeWords, signed } from "./data";
import { h } from "./dom";
import { groundDistance } from "./geometry";

export function card(app: App): HTMLElement {
  const box = h("div", { class: "card", "aria-live": "polite" });
  const draw = (): void => {
    const i = app.state.choice.flight;
    if (i < 0 || !app.chosen) {
      box.replaceChildren();
      return;
    }
    const { view } = app;
    const d = app.chosen.deployment;
    const deployment = view.raw.deployments[d];
    const pair = view.pairs[d];
    const margin = pair.margin[i];
    const available = deployment.burnout_speed_km_s + deployment.divert_km_s;
    const aim = view.aimPlace(i);
    const met = !Number.isNaN(margin);
    const latest = pair.latest[i];
    const after = latest - view.burnoutTime[i];
    const reason = view.raw.pairs.reasons[pair.reason[i]];
    const words = [
      `${view.shape(i)} flight from ${view.base(i)} to ${placeWords(aim.latitude, aim.longitude)}, ${Math.round(groundDistance(view.basePlace(i), aim)).toLocaleString("en")} km, ${clockTime(view.flightTime[i])}.`,
      met
        ? `${deployment.id} needs ${(margin + available).toFixed(2)} km/s and has ${available.toFixed(2)}: margin ${signed(margin)} km/s, ${margin <= 0 ? "within reach of the ideal interceptor" : "out of reach"}. It leaves ${pair.launch[i].toFixed(0)} s after the flight and meets it at ${pair.intercept[i].toFixed(0)} s.`
        : `${deployment.id}: no arc meets it.`,
      Number.isNaN(latest)
        ? `Latest launch: none${reason ? ` (${reason})` : ""}.`
        : `Latest launch that still gets there: ${latest.toFixed(0)} s, ${Math.abs(after).toFixed(0)} s ${after < 0 ? "before" : "after"} the flight’s burnout.`,
    ];
    const e = pair.estimate;
    if (e)
      words.push(
        e.within[i]
          ? `Best estimate: within reach, ${counted(e.shots[i], "shot")}, latest launch ${e.latest[i].toFixed(0)} s.`
          : `Best estimate: ${view.raw.estimate!.reasons[e.reason[i]] || "not found within reach"}.`,
      );
    box.replaceChildren(
      h("p", {}, ...words.flatMap((w, k) => [k ? " " : "", k === 0 ? h("b", {}, capital(w)) : w])),
      h("button", { type: "button", click: () => app.state.set({ flight: -1 }, "flight") }, "Let go"),
    );
  };
  app.state.on((part) => (part === "flight" || part === "selection" || part === "data") && draw());
  draw();
  return box;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
