/** Height against ground distance, to one scale: the chosen flight and the interceptor's arc, from the side. */

import * as Plot from "./plot";
import type { Vector } from "./arc";
import type { App } from "./app";
import { h, ink, isDark, onWidth, calmly } from "./dom";
import { downloads, ofChart, type Sheet } from "./downloads";
import { ROUND_KM, along, drawn, longWay, placeOf } from "./geometry";
import { colour } from "./scale";

interface Spot {
  x: number; // km along the flight's way
  y: number; // km of height
}

/** Spots one after the other, on past half way round. */
function onward(spots: Spot[]): Spot[] {
  for (let k = 1; k < spots.length; k++) spots[k].x += ROUND_KM * Math.round((spots[k - 1].x - spots[k].x) / ROUND_KM);
  return spots;
}

/** A spot, as many times round as brings it nearest to a line. */
function nearest(spot: Spot, line: Spot[]): Spot {
  let [best, least] = [0, Infinity];
  for (const s of line) {
    const turns = Math.round((s.x - spot.x) / ROUND_KM);
    const off = Math.abs(s.x - spot.x - turns * ROUND_KM) + Math.abs(s.y - spot.y);
    if (off < least) [best, least] = [turns, off];
  }
  return { x: spot.x + best * ROUND_KM, y: spot.y };
}

/** The picture of the chosen flight; a hint without one. */
export function side(app: App): HTMLElement {
  const box = h("div", { class: "plot wide", role: "img" });
  let lines: [string, Spot[]][] = [];
  const draw = (): void => {
    box.replaceChildren();
    lines = [];
    const { chosen } = app;
    if (!chosen) {
      box.append(h("p", { class: "hint" }, "Choose a flight: click one in a picture, or a row of the table of pairs."));
      box.removeAttribute("aria-label");
      return;
    }
    const i = app.state.choice.flight;
    const base = app.view.basePlace(i);
    const aim = app.view.aimPlace(i);
    const from = drawn(base.latitude, base.longitude);
    const aimed = drawn(aim.latitude, aim.longitude);
    // a flight the long way round sets out away from its aim
    const burnout = chosen.track.at(app.view.burnoutTime[i]);
    const to = longWay(from, aimed, burnout) ? burnout! : aimed;
    const spot = (p: Vector): Spot => ({ x: along(from, to, p), y: Math.max(0, placeOf(p).height / 1e3) });
    const flight = onward(Array.from({ length: chosen.track.count }, (_, k) => spot(chosen.track.point(k))));
    const beside = chosen.arc ? Array.from({ length: chosen.arc.count }, (_, k) => spot(chosen.arc!.point(k))) : [];
    // From the meeting back to the site: the meeting is by its flight, and the rest follows on.
    const arc = beside.length ? onward([nearest(beside.pop()!, flight), ...beside.reverse()]).reverse() : [];
    lines = [["flight", flight], ["interceptor", arc]];
    const { time } = app.state.choice;
    const now = [chosen.track.at(time), chosen.arc?.at(time) ?? null].map((p, k) => p && nearest(spot(p), k ? arc : flight));
    const style = colour(app.steps[i], isDark());
    const meeting = arc.at(-1);
    const end = Math.max(flight.at(-1)!.x, ...arc.map((s) => s.x));
    const least = Math.min(0, ...arc.map((s) => s.x));
    const top = Math.max(...flight.map((s) => s.y), ...arc.map((s) => s.y));
    const width = Math.max(320, box.clientWidth);
    const [left, right] = [52, 20];
    // Px for a km, along and upward alike.
    const kilometre = (width - left - right) / (end - least);
    const height = Math.max(130, kilometre * top * 1.12 + 62);
    box.append(
      Plot.plot({
        width,
        height,
        marginLeft: left,
        marginRight: right,
        marginTop: 22,
        marginBottom: 40,
        style: { background: "transparent", color: ink("ink") },
        x: { domain: [least, end], label: "ground distance from the base along the flight’s way, km", tickFormat: thousands },
        y: { domain: [0, (height - 62) / kilometre], label: "height, km", ticks: Math.max(2, Math.round(height / 60)), tickFormat: thousands },
        marks: [
          Plot.ruleY([0], { stroke: ink("rim") }),
          Plot.line(flight, { x: "x", y: "y", stroke: style, strokeWidth: 2.4 }),
          Plot.line(arc, { x: "x", y: "y", stroke: ink("interceptor"), strokeWidth: 2, strokeDasharray: "5 4" }),
          ...(meeting ? [Plot.dot([meeting], { x: "x", y: "y", stroke: ink("interceptor"), strokeWidth: 2, r: 5 })] : []),
          ...(arc.length ? [Plot.dot([arc[0]], { x: "x", y: "y", fill: ink("site"), symbol: "square", r: 4 })] : []),
          Plot.dot([flight[0]], { x: "x", y: "y", fill: ink("base"), symbol: "triangle", r: 4 }),
          Plot.tip(flight, Plot.pointerX({ x: "x", y: "y", title: (s: Spot) => `${thousands(Math.round(s.x))} km on, ${thousands(Math.round(s.y))} km up` })),
          ...(time > 0 && now[0] ? [Plot.dot([now[0]], { x: "x", y: "y", fill: style, stroke: ink("halo"), r: 5 })] : []),
          ...(time > 0 && now[1] ? [Plot.dot([now[1]], { x: "x", y: "y", fill: ink("interceptor"), stroke: ink("halo"), r: 4.5 })] : []),
        ],
      }),
    );
    box.setAttribute("aria-label", `Height against ground distance of the flight from ${app.view.base(i)}; greatest height ${Math.round(top)} km over ${Math.round(end)} km.`);
  };
  const soon = calmly(draw, 30);
  app.state.on((part) => {
    if (part === "theme") draw();
    else if (part !== "layers" && part !== "ground") soon();
  });
  onWidth(box, draw);
  /** The lines as numbers: what is drawn. */
  const sheet = (): Sheet => ({
    heads: ["line", "ground_distance_km", "height_km"],
    rows: lines.flatMap(([line, spots]) => spots.map((s) => [line, Number(s.x.toFixed(2)), Number(s.y.toFixed(2))])),
  });
  return h("div", {}, box, downloads(app, "side", "the side view", ofChart(box, () => `Height against ground distance, to scale: ${app.view.name(app.state.choice.flight)}; dashed the arc from ${app.view.raw.deployments[app.chosen!.deployment].place_name}`, sheet)));
}

/** A number with its thousands apart. */
export const thousands = (value: number): string => value.toLocaleString("en");
