/** Required speed against launch delay, with the figures of both sides. */

import * as Plot from "./plot";
import type { App } from "./app";
import type { Curve, DeploymentView } from "./types";
import { h, ink, onWidth, calmly } from "./dom";
import { downloads, ofChart, type Sheet } from "./downloads";
import { whose } from "./framed";
import { down, nearest, up } from "./rounding";

interface Level {
  speed: number; // km/s
  words: string;
  strong: boolean; // the deployment's own
}

/** The chosen deployment's curve over its figures; without one, a small panel for each deployment. */
export function delay(app: App): HTMLElement {
  const box = h("div", { class: "plot", role: "img" });
  const note = h("p", { class: "note" });
  const draw = (): void => {
    box.replaceChildren();
    const { raw } = app.view;
    if (!raw.curves) return;
    const chosen = app.state.choice.deployment;
    const which = chosen >= 0 ? [chosen] : raw.deployments.map((_, d) => d);
    const points = which.flatMap((d) => pointsOf(raw.curves!, d));
    const levels = chosen >= 0 ? levelsOf(app, chosen) : which.map((d) => ({ speed: app.view.available(d) }));
    const speeds = [...points.map((p) => p.speed).filter((s) => s !== null), ...levels.map((l) => l.speed)];
    if (!points.some((p) => p.speed !== null)) {
      box.append(h("p", { class: "hint" }, "No arc above the ground meets any flight, at any delay."));
      note.textContent = "";
      return;
    }
    // Curves run to the sky at their far ends: no more of them than to 9 km/s, or to just above the figures.
    const ceiling = Math.min(Math.max(...speeds), Math.max(9, ...levels.map((l) => l.speed + 0.5)));
    const domain: [number, number] = [Math.floor(Math.min(...speeds)), Math.ceil(ceiling)];
    if (chosen >= 0) one(app, box, chosen, points, domain);
    else panels(app, box, points, domain);
    const flights = raw.curves[which[0]].flights;
    const d = raw.deployments[chosen];
    note.textContent = d
      ? `Below the line the ideal interceptor is too slow. ${d.critical.launch_delay_s === null ? "No launch at its speed reaches one." : `The ring marks the latest launch at its speed, ${up(d.critical.launch_delay_s)} s, against ${d.latest_name}.`} The least over ${flights === 1 ? "the flight" : `all ${flights} flights`}.`
      : "Each panel: the speed that the deployment’s interceptor needs at least to meet any of the flights, by launch delay; dashed the speed that it has. Orange: that is enough. The ring marks the last launch at which it is. Click a panel to see the deployment with its own figures.";
    box.setAttribute("aria-label", d ? `${d.name}: ${d.words}` : `Required speed against launch delay, a panel for each deployment. ${raw.deployments.map((x) => `${x.name}: ${x.critical.launch_delay_s === null ? "no launch reaches a flight" : `latest launch ${up(x.critical.launch_delay_s)} s`}`).join(". ")}.`);
  };
  const soon = calmly(draw);
  app.state.on((part) => {
    if (part === "selection" || part === "theme") draw();
    if (part === "data") soon();
  });
  onWidth(box, draw);
  const sheet = (): Sheet => ({
    heads: ["deployment", "deployment_name", "launch_delay_s", "required_speed_km_s", "available_speed_km_s"],
    rows: app.view.raw.deployments.flatMap((d, k) => pointsOf(app.view.raw.curves!, k).map((p) => [d.id, d.name, p.delay, p.speed, Number(app.view.available(k).toFixed(6))])),
  });
  return h("div", {}, box, note, downloads(app, "delay", "the chart of required speed against launch delay", ofChart(box, () => `Required speed against launch delay${app.state.choice.deployment < 0 ? "" : `: ${whose(app)}`}`, sheet)));
}

interface Point {
  d: number; // the deployment
  delay: number; // s
  speed: number | null; // km/s
}

const pointsOf = (curves: Curve[], d: number): Point[] => curves[d].delay_s.map((s, k) => ({ d, delay: s, speed: curves[d].required_speed_km_s[k] }));

/** Where the axis of delays ends: no curve and no ring goes beyond it. */
const lastOf = (deployments: DeploymentView[], points: Point[]): number => Math.max(...points.map((p) => p.delay), ...deployments.map((d) => d.critical.launch_delay_s ?? 0));

/** One deployment over its own figures and those of others. */
function one(app: App, box: HTMLElement, chosen: number, points: Point[], domain: [number, number]): void {
  const d = app.view.raw.deployments[chosen];
  const levels = levelsOf(app, chosen);
  const last = lastOf([d], points);
  box.append(
    Plot.plot({
      width: Math.max(340, box.clientWidth),
      height: 340,
      marginLeft: 48,
      marginRight: 24,
      marginTop: 26,
      marginBottom: 42,
      style: { background: "transparent", color: ink("ink") },
      x: { domain: [0, last], label: "launch delay after the flight’s launch, s", grid: true },
      y: { domain, label: "required speed, km/s", grid: true, clamp: false },
      marks: [
        Plot.areaY(points, { x: "delay", y1: domain[0], y2: "speed", fill: ink("out"), fillOpacity: 0.13, clip: true }),
        ...[true, false].map((strong) => Plot.ruleY(levels.filter((l) => l.strong === strong), { y: "speed", stroke: ink(strong ? "interceptor" : "faint"), strokeWidth: strong ? 2 : 1.3, strokeDasharray: strong ? "" : "4 3" })),
        ...(d.launch_delay_s === null ? [] : [Plot.ruleX([d.launch_delay_s], { stroke: ink("faint"), strokeDasharray: "2 3" }), Plot.text([d.launch_delay_s], { x: (s: number) => s, text: (s: number) => `delay ${s} s`, frameAnchor: "top", dy: -10, textAnchor: "start", dx: 3 })]),
        ...(d.critical.launch_delay_s === null ? [] : [Plot.dot([{ x: d.critical.launch_delay_s, y: app.view.available(chosen) }], { x: "x", y: "y", stroke: ink("interceptor"), strokeWidth: 2.2, fill: ink("paper"), r: 5 })]),
        Plot.line(points, { x: "delay", y: "speed", stroke: ink("ink"), strokeWidth: 2.2, clip: true }),
        Plot.tip(points, Plot.pointerX({ x: "delay", y: "speed", title: (p: Point) => valuesAt(app, p) })),
        Plot.text(spread(levels, domain), { y: "place", text: "words", frameAnchor: "left", dy: -7, dx: 4, textAnchor: "start", fill: ink("ink"), stroke: ink("paper"), strokeWidth: 5 }),
      ],
    }),
  );
}

/** A small panel for each deployment, all to the same axes. */
function panels(app: App, box: HTMLElement, points: Point[], domain: [number, number]): void {
  const { deployments } = app.view.raw;
  const wide = Math.max(320, box.clientWidth);
  const across = Math.max(1, Math.min(deployments.length, Math.floor(wide / (wide < 560 ? 165 : 240))));
  const rows = Math.ceil(deployments.length / across);
  const [fx, fy] = [(p: { d: number }) => p.d % across, (p: { d: number }) => Math.floor(p.d / across)];
  const last = lastOf(deployments, points);
  const own = deployments.map((_, d) => ({ d, speed: app.view.available(d), words: twoLines(deployments[d].name) }));
  const crossings = deployments.flatMap((x, d) => (x.critical.launch_delay_s === null ? [] : [{ d, delay: x.critical.launch_delay_s, speed: own[d].speed, words: `${up(x.critical.launch_delay_s)} s` }]));
  const late = crossings.filter((c) => c.delay > 0.8 * last); // no room to their right
  const enough = points.map((p) => ({ ...p, speed: p.speed !== null && p.speed <= own[p.d].speed ? p.speed : null }));
  const chart = Plot.plot({
    width: wide,
    height: 34 + rows * 148,
    marginLeft: 40,
    marginRight: 12,
    marginTop: 44,
    marginBottom: 40,
    style: { background: "transparent", color: ink("ink") },
    x: { domain: [0, last], label: "launch delay after the flight’s launch, s", ticks: wide / across < 200 ? 2 : 5 },
    y: { domain, label: null, ticks: 4, grid: true },
    fx: { axis: null, padding: 0.07 },
    fy: { axis: null, padding: 0.34 },
    marks: [
      Plot.frame({ stroke: ink("line") }),
      Plot.line(points, { fx, fy, x: "delay", y: "speed", z: "d", stroke: ink("out"), strokeWidth: 1.8, clip: true }),
      Plot.line(enough, { fx, fy, x: "delay", y: "speed", z: "d", stroke: ink("in"), strokeWidth: 3, clip: true }),
      Plot.ruleY(own, { fx, fy, y: "speed", stroke: ink("interceptor"), strokeWidth: 1.3, strokeDasharray: "4 3" }),
      Plot.dot(crossings, { fx, fy, x: "delay", y: "speed", stroke: ink("interceptor"), fill: ink("paper"), strokeWidth: 1.8, r: 4 }),
      Plot.text(crossings.filter((c) => !late.includes(c)), { fx, fy, x: "delay", y: "speed", text: "words", dx: 7, dy: 9, textAnchor: "start", fill: ink("ink"), stroke: ink("paper"), strokeWidth: 4 }),
      Plot.text(late, { fx, fy, x: "delay", y: "speed", text: "words", dx: 2, dy: 13, textAnchor: "end", fill: ink("ink"), stroke: ink("paper"), strokeWidth: 4 }),
      Plot.text(own, { fx, fy, text: "words", frameAnchor: "top-left", lineAnchor: "bottom", dy: -4, textAnchor: "start", fill: ink("ink"), fontSize: 11 }),
      Plot.tip(points, Plot.pointerX({ fx, fy, x: "delay", y: "speed", title: (p: Point) => valuesAt(app, p) })),
      Plot.text(["required speed, km/s"], { fx: 0, fy: 0, frameAnchor: "top-left", dx: -38, dy: -36, textAnchor: "start", fill: ink("faint") }),
    ],
  });
  // A press on a panel chooses its deployment.
  chart.querySelectorAll('g[aria-label="frame"] rect, g[aria-label="frame"] path').forEach((frame) => frame.setAttribute("fill", "transparent"));
  const [sx, sy] = [chart.scale("fx")!, chart.scale("fy")!];
  const at = (event: MouseEvent): number => {
    const seen = chart.getBoundingClientRect();
    const [x, y] = [((event.clientX - seen.left) * wide) / seen.width, ((event.clientY - seen.top) * wide) / seen.width];
    const inside = (scale: typeof sx, value: number, before: number): number => (scale.domain as number[]).findIndex((v) => value >= scale.apply(v) - before && value <= scale.apply(v) + scale.bandwidth!);
    const [column, row] = [inside(sx, x, 0), inside(sy, y, 30)];
    const d = column < 0 || row < 0 ? -1 : (sy.domain as number[])[row] * across + (sx.domain as number[])[column];
    return d < deployments.length ? d : -1;
  };
  chart.addEventListener("click", (event) => {
    const d = at(event as MouseEvent);
    if (d < 0) return;
    app.state.set({ deployment: d }, "selection");
    app.state.set({ flight: app.closest() }, "flight");
  });
  chart.addEventListener("mousemove", (event) => {
    const d = at(event as MouseEvent);
    (chart as unknown as HTMLElement).style.cursor = d < 0 ? "" : "pointer";
  });
  box.append(chart);
}

/** The values at the pointer. */
const valuesAt = (app: App, p: Point): string =>
  `${app.view.raw.deployments[p.d].name}\nlaunch ${nearest(p.delay)} s after the flight’s: ${p.speed === null ? "no arc meets one" : `${down(p.speed)} km/s needed, ${down(app.view.available(p.d))} available`}`;

/** A long name in two lines. */
export function twoLines(name: string): string {
  const cut = name.search(/ (in|at|about) /);
  return name.length > 24 && cut > 0 ? `${name.slice(0, cut)}\n${name.slice(cut + 1)}` : name;
}

/** The deployment's own speed, what others say of it, and other deployments at the same place. */
function levelsOf(app: App, chosen: number): Level[] {
  const { deployments: all, sources } = app.view.raw;
  const d = all[chosen];
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
  if (own?.low != null && own.low < own.value) add(own.low + d.divert_km_s, "least of the interval");
  if (own?.high != null && own.high > own.value) add(own.high + d.divert_km_s, "greatest of the interval");
  for (const other of all) if (other !== d && other.place === d.place) add(other.burnout_speed_km_s + other.divert_km_s, other.name);
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
