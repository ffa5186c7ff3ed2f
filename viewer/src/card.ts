/** The chosen flight in words, beside what the chosen deployment could do against it. */

import type { App } from "./app";
import { clockTime } from "./clock";
import { counted } from "./data";
import { h } from "./dom";
import type { DeploymentView } from "./types";
import { ROUND_KM, drawn, groundDistance, longWay } from "./geometry";
import { apart, down, nearest, signed, up } from "./rounding";

/** Which flight the card is about, by the headline's words for it. */
function kicker(d: DeploymentView, flight: number): string {
  if (flight === d.worst_flight) return `The closest flight to ${d.name}`;
  if (flight === d.latest_flight) return `The flight that leaves ${d.name} most time`;
  return "The chosen flight";
}

/** The card of the chosen flight; empty without one. */
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
    const available = view.available(d);
    const aim = view.aimPlace(i);
    const met = !Number.isNaN(margin);
    const latest = pair.latest[i];
    const after = latest - view.burnoutTime[i];
    const reason = view.raw.pairs.reasons[pair.reason[i]];
    const out = !(margin <= 0); // NaN too: no arc meets it
    const base = view.basePlace(i);
    const long = longWay(drawn(base.latitude, base.longitude), drawn(aim.latitude, aim.longitude), app.chosen.track.at(view.burnoutTime[i]));
    const ground = groundDistance(base, aim);
    const [needs, has] = met ? apart(margin + available, available) : ["", ""];
    const words = [
      // Ground distance from base to aim, the way that the flight goes, and the time of flight.
      `${view.name(i)}: ${Number(nearest(long ? ROUND_KM - ground : ground)).toLocaleString("en")} km${long ? " the long way round" : ""}, ${clockTime(view.flightTime[i])}.`,
      met
        ? `${deployment.name} needs ${needs} km/s and has ${has}${available > deployment.burnout_speed_km_s ? ", divert included" : ""}: margin ${signed(margin)} km/s, ${out ? "out of reach" : "within reach of the ideal interceptor"}. ${
            out ? `An interceptor with those ${needs} km/s would leave` : "It leaves"
          } ${nearest(pair.launch[i])} s after the flight’s launch and ${out ? "meet" : "meets"} it at ${nearest(pair.intercept[i])} s.`
        : `${deployment.name}: ${reason || "no arc meets it"}.`,
      Number.isNaN(latest)
        ? `Latest launch: none${reason ? ` (${reason})` : ""}.`
        : `Latest launch at its speed: ${up(latest)} s after the flight’s launch, ${after < 0 ? `${down(-after, 0)} s before` : `${up(after)} s after`} its burnout.`,
    ];
    const { latest_flight: last, critical } = deployment;
    if (last !== null && last !== i && critical.launch_delay_s !== null) words.push(`The flight that leaves most time, ${view.name(last)}, is still reached by a launch up to ${up(critical.launch_delay_s)} s after its own.`);
    const e = pair.estimate;
    if (e)
      words.push(
        e.within[i]
          ? `Best estimate: within reach, ${counted(e.shots[i], "shot")}, latest launch ${nearest(e.latest[i])} s${out ? `, though out of reach of the ideal interceptor: ${view.raw.slanted}` : ""}.`
          : `Best estimate: ${view.raw.estimate!.reasons[e.reason[i]] || "not found within reach"}.`,
      );
    box.replaceChildren(
      h("div", {}, h("p", { class: "kicker" }, kicker(deployment, i)), h("p", {}, ...words.flatMap((w, k) => [k ? " " : "", k === 0 ? h("b", {}, w) : w]))),
      h("button", { type: "button", click: () => app.state.set({ flight: -1 }, "flight") }, "Let go"),
    );
  };
  app.state.on((part) => (part === "flight" || part === "selection" || part === "data") && draw());
  draw();
  return box;
}
