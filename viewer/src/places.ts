/** Bases, sites and radars on a picture, with their names as far as these do not lie over one another. */

import type { Vector } from "./arc";
import type { App } from "./app";
import { ink } from "./dom";
import { drawn, middleOf, type Seen } from "./geometry";

type Kind = "base" | "site" | "radar";

export interface Named {
  at: Seen;
  name: string;
  kind: Kind;
  strong: boolean; // chosen: named before the others
}

/** What is to be seen, the chosen first. */
export function placesOf(app: App, project: (p: Vector) => Seen): Named[] {
  const { theatre, deployments, flights } = app.view.raw;
  if (!theatre) return [];
  const { deployment, base, layers } = app.state.choice;
  const named: Named[] = [];
  const add = ([lat, lon]: [number, number], name: string, kind: Kind, strong: boolean): void => {
    const at = project(drawn(lat, lon));
    if (!at.hidden) named.push({ at, name, kind, strong });
  };
  /** Where the name of an area stands: in its middle. */
  const spot = (rim: [number, number][]): [number, number] => (rim.length > 2 ? middleOf(rim) : rim[0]);
  deployments.forEach((d, k) => {
    const area = theatre.areas.find((a) => a.kind === "deployment" && a.id === d.id);
    const chosen = k === deployment;
    if (!area || (deployment >= 0 && !chosen)) return;
    const place = d.place.replace(/ \(moved from .*/, ""); // from where, the title says
    // Several deployments at one place have one name.
    if (!named.some((n) => n.name === place)) add(spot(area.rim), place, "site", chosen);
    // of ships: where the interceptor against the chosen flight leaves from
    if (area.rim.length > 2 && app.chosen?.arc && app.chosen.deployment === k) add(app.chosen.arc.site, "", "site", true);
  });
  for (const area of theatre.areas)
    if (area.kind === "base") add(spot(area.rim), area.id, "base", base >= 0 && flights.bases[base] === area.id);
  if (layers.radars) for (const r of theatre.radars) add([r.latitude_deg, r.longitude_deg], r.id, "radar", false);
  return named.sort((a, b) => Number(b.strong) - Number(a.strong));
}

/** Beside its symbol each, to the right or to the left; or not at all. */
export function names(c: CanvasRenderingContext2D, places: Named[]): void {
  const taken: [number, number, number, number][] = [];
  c.font = "500 11px system-ui, sans-serif";
  c.textBaseline = "middle";
  for (const n of places) {
    if (!n.name) continue;
    const words = n.name.replaceAll("-", " ");
    const w = c.measureText(words).width;
    for (const side of [1, -1]) {
      // Left, top, width and height of the name, px; 7 px from the symbol.
      const box: [number, number, number, number] = [side > 0 ? n.at.x + 7 : n.at.x - 7 - w, n.at.y - 7, w, 14];
      if (taken.some((t) => box[0] < t[0] + t[2] && t[0] < box[0] + box[2] && box[1] < t[1] + t[3] && t[1] < box[1] + box[3])) continue;
      taken.push(box);
      c.lineWidth = 3;
      c.strokeStyle = ink("halo");
      c.strokeText(words, box[0], n.at.y);
      c.fillStyle = ink(n.kind);
      c.fillText(words, box[0], n.at.y);
      break;
    }
  }
}

/** A base is a triangle, a site a square, a radar a dot. */
export function symbol(c: CanvasRenderingContext2D, { at, kind, strong }: Named): void {
  const r = strong ? 5 : 3.5;
  c.beginPath();
  if (kind === "base") {
    c.moveTo(at.x, at.y - r);
    c.lineTo(at.x + r, at.y + r * 0.8);
    c.lineTo(at.x - r, at.y + r * 0.8);
    c.closePath();
  } else if (kind === "site") c.rect(at.x - r * 0.85, at.y - r * 0.85, r * 1.7, r * 1.7);
  else c.arc(at.x, at.y, r, 0, 2 * Math.PI);
  c.fillStyle = ink(kind);
  c.fill();
  c.lineWidth = 1.2;
  c.strokeStyle = ink("halo");
  c.stroke();
}
