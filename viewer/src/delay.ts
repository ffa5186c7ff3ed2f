/** Required speed against launch delay, with the figures of both sides. */

import * as Plot from "./plot";
import type { App } from "./app";
import type { DeploymentView, FigureUsed } from "./types";
import { h, ink, onWidth, calmly } from "./dom";
import { nearest, up } from "./rounding";

interface Level {
  speed: number; // km/s
  words: string;
  strong: boolean; // the deployment's own
}

/** The chosen deployment's curve over its figures; without one, the curves of all. */
export function delay(app: App): HTMLElement {
  const box = h("div", { class: "plot", role: "img" });
  const note = h("p", { class: "note" });
  const draw = (): void => {
    box.replaceChildren();
    const { raw } = app.view;
    if (!raw.curves) return;
    const chosen = app.state.choice.deployment;
    const which = chosen >= 0 ? [chosen] : raw.deployments.map((_, d) => d);
    const points = which.flatMap((d) => {
      const curve = raw.curves![d];
      return curve.delay_s.map((s, k) => ({ id: raw.deployments[d].id, delay: s, speed: curve.required_speed_km_s[k] }));
    });
    const one = chosen >= 0 ? raw.deployments[chosen] : null;
    const levels = one ? levelsOf(one, raw.deployments, raw.sources) : [];
    // The last point of each curve at which an arc meets a flight.
    const ends = which.map((d) => points.filter((p) => p.id === raw.deployments[d].id && p.speed !== null).at(-1)).filter((p) => p !== undefined);
    const speeds = [...points.map((p) => p.speed).filter((s) => s !== null), ...levels.map((l) => l.speed)];
    if (!speeds.length) {
      box.append(h("p", { class: "hint" }, "No arc above the ground meets any flight, at any delay."));
      note.textContent = "";
      return;
    }
    // Curves run to the sky at their far ends: no more of them than to 9 km/s, or to just above the figures.
    const ceiling = Math.min(Math.max(...speeds), Math.max(9, ...levels.map((l) => l.speed + 0.5)));
    const domain = [Math.floor(Math.min(...speeds)), Math.ceil(ceiling)];
    const last = Math.max(...points.map((p) => p.delay));
    const narrow = box.clientWidth < 620; // no room for names
    // names in one column at the right, each joined to its line's end
    const named = spread(ends.map(({ id, delay, speed }) => ({ id, delay, speed })), domain).map((e) => ({ ...e, end: Math.min(e.speed!, domain[1]), right: last }));
    box.append(
      Plot.plot({
        width: Math.max(360, box.clientWidth),
        height: 340,
        marginLeft: 48,
        marginRight: one || narrow ? 24 : 190,
        marginTop: 26,
        marginBottom: 42,
        style: { background: "transparent", color: ink("ink") },
        x: { domain: [0, last], label: "launch delay after the flight’s launch, s", grid: true },
        y: { domain, label: "required speed, km/s", grid: true, clamp: false },
        marks: [
          ...(one
            ? [
                Plot.areaY(points, { x: "delay", y1: domain[0], y2: "speed", fill: ink("out"), fillOpacity: 0.13, clip: true }),
                ...[true, false].map((strong) => Plot.ruleY(levels.filter((l) => l.strong === strong), { y: "speed", stroke: ink(strong ? "interceptor" : "faint"), strokeWidth: strong ? 2 : 1.3, strokeDasharray: strong ? "" : "4 3" })),
                ...(one.launch_delay_s === null ? [] : [Plot.ruleX([one.launch_delay_s], { stroke: ink("faint"), strokeDasharray: "2 3" }), Plot.text([one.launch_delay_s], { x: (d: number) => d, text: (d: number) => `delay ${d} s`, frameAnchor: "top", dy: -10, textAnchor: "start", dx: 3 })]),
                ...(one.critical.launch_delay_s === null ? [] : [Plot.dot([{ x: one.critical.launch_delay_s, y: one.burnout_speed_km_s + one.divert_km_s }], { x: "x", y: "y", stroke: ink("interceptor"), strokeWidth: 2.2, fill: ink("paper"), r: 5 })]),
              ]
            : []),
          Plot.line(points, { x: "delay", y: "speed", z: "id", stroke: one ? ink("ink") : ink("faint"), strokeWidth: one ? 2.2 : 1.4, clip: true, tip: !one, title: "id" }),
          ...(one ? [Plot.text(spread(levels, domain), { y: "place", text: "words", frameAnchor: "left", dy: -7, dx: 4, textAnchor: "start", fill: ink("ink"), stroke: ink("paper"), strokeWidth: 5 })] : []),
          ...(one || narrow
            ? []
            : [
                Plot.link(named, { x1: "delay", y1: "end", x2: "right", y2: "place", stroke: ink("faint"), strokeWidth: 0.6, strokeDasharray: "2 2" }),
                Plot.text(named, { x: "right", y: "place", text: "id", textAnchor: "start", dx: 5, fill: ink("ink"), fontSize: 10 }),
              ]),
        ],
      }),
    );
    const flights = raw.curves[which[0]].flights;
    note.textContent = one
      ? `Below the line the ideal interceptor is too slow. ${one.critical.launch_delay_s === null ? "No launch at its speed reaches one." : `The ring marks the latest launch at its speed, ${up(one.critical.launch_delay_s)} s, against ${one.latest_name}.`} Over the ${flights === 1 ? "flight" : `${flights} flights`} that the answer turns on.`
      : "One line for each deployment, over the flights that its answer turns on. Choose a deployment to see its own figures.";
    box.setAttribute("aria-label", one ? `${one.id}: ${one.words}` : "Required speed against launch delay for every deployment.");
  };
  const soon = calmly(draw);
  app.state.on((part) => {
    if (part === "selection" || part === "theme") draw();
    if (part === "data") soon();
  });
  onWidth(box, draw);
  return h("div", {}, box, note);
}

/** The deployment's own speed, what others say of it, and other deployments at the same place. */
function levelsOf(d: DeploymentView, all: DeploymentView[], sources: FigureUsed[]): Level[] {
  // An interceptor's own figure, or the one that the deployment gives it.
  const own = sources.find((s) => s.key === `interceptor.${d.interceptor}.burnout_speed_km_s` || s.key === `deployment.${d.id}.interceptor.${d.interceptor}.burnout_speed_km_s`);
  const levels = new Map<string, Level>();
  const add = (speed: number, words: string, strong = false): void => {
    // Figures that are written alike share a line.
    const key = nearest(speed, 2);
    const before = levels.get(key);
    levels.set(key, { speed, words: before ? `${before.words}; ${words}` : `${key} km/s: ${words}`, strong: strong || (before?.strong ?? false) });
  };
  add(d.burnout_speed_km_s + d.divert_km_s, "this deployment", true);
  for (const other of own?.dissent ?? []) add(other.value + d.divert_km_s, other.who);
  if (own?.low != null && own.low < own.value) add(own.low + d.divert_km_s, "least in sources");
  if (own?.high != null && own.high > own.value) add(own.high + d.divert_km_s, "greatest in sources");
  for (const other of all) if (other !== d && other.place === d.place) add(other.burnout_speed_km_s + other.divert_km_s, other.id);
  return [...levels.values()];
}

/** Places for names in one column, from below upward, that do not lie over one another and not above the top. */
function spread<T extends { speed: number | null }>(ends: T[], domain: number[]): (T & { place: number })[] {
  // 13 px for a line of text; 272 px is the height of the plot without its margins.
  const gap = ((domain[1] - domain[0]) / 272) * 13;
  const out = [...ends].sort((a, b) => a.speed! - b.speed!).map((end) => ({ ...end, place: Math.min(end.speed!, domain[1]) }));
  for (let k = 1; k < out.length; k++) out[k].place = Math.max(out[k].place, out[k - 1].place + gap);
  let ceiling = domain[1];
  for (let k = out.length - 1; k >= 0; k--) {
    out[k].place = Math.min(out[k].place, ceiling);
    ceiling = out[k].place - gap;
  }
  return out;
}
