/** Bases, sites and radars on a picture, with their names as far as these do not lie over one another. */

import type { Vector } from "./arc";
import type { App } from "./app";
import { ink } from "./dom";
import type { Pen } from "./pen";
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
    const place = short(d.place_name);
    // Several deployments at one place have one name.
    if (!named.some((n) => n.name === place)) add(spot(area.rim), place, "site", chosen);
    // of ships: where the interceptor against the chosen flight leaves from
    if (area.rim.length > 2 && app.chosen?.arc && app.chosen.deployment === k) add(app.chosen.arc.site, "", "site", true);
  });
  for (const area of theatre.areas)
    if (area.kind === "base") add(spot(area.rim), app.view.called(area.id), "base", base >= 0 && flights.bases[base] === area.id);
  if (layers.radars) for (const r of theatre.radars) add([r.latitude_deg, r.longitude_deg], app.view.called(r.id), "radar", false);
  return named.sort((a, b) => Number(b.strong) - Number(a.strong));
}

/** A place's name for a picture: without its article, and without from where it was moved, which the title says. */
const short = (name: string): string => name.replace(/ \(moved from .*/, "").replace(/^the /, "");

/** Left, top, width and height of what is written, px. */
export type Box = [number, number, number, number];

/** Does a box lie over none of those that are taken? */
export const free = (box: Box, taken: Box[]): boolean =>
  !taken.some((t) => box[0] < t[0] + t[2] && t[0] < box[0] + box[2] && box[1] < t[1] + t[3] && t[1] < box[1] + box[3]);

const FONT = "500 11px system-ui, sans-serif";

/** Where each name stands: beside its symbol, to the right or to the left; null: there is no room. Symbols keep their room too. */
export function placed(c: Pen, places: Named[], taken: Box[], size: number): (Box | null)[] {
  c.font = FONT;
  for (const { at } of places) taken.push([at.x - 5, at.y - 5, 10, 10]);
  const symbols = taken.length;
  return places.map((n) => {
    if (!n.name) return null;
    const w = c.measureText(n.name).width;
    // To the right, to the left, below, above; in the picture as a whole.
    const inside = Math.max(2, Math.min(size - 2 - w, n.at.x - w / 2));
    const spots: Box[] = [[n.at.x + 7, n.at.y - 7, w, 14], [n.at.x - 7 - w, n.at.y - 7, w, 14], [inside, n.at.y + 5, w, 14], [inside, n.at.y - 19, w, 14]];
    for (const box of spots) {
      // Names keep clear of names; over another's symbol one may stand.
      if (box[0] < 0 || box[0] + w > size || !free(box, taken.slice(symbols))) continue;
      taken.push(box);
      return box;
    }
    return null;
  });
}

/** The names, where they were found room for. */
export function names(c: Pen, places: Named[], boxes: (Box | null)[]): void {
  c.font = FONT;
  c.textBaseline = "middle";
  places.forEach((n, k) => {
    const box = boxes[k];
    if (!box) return;
    c.lineWidth = 3;
    c.strokeStyle = ink("halo");
    c.strokeText(n.name, box[0], box[1] + 7);
    c.fillStyle = ink(n.kind);
    c.fillText(n.name, box[0], box[1] + 7);
  });
}

/** A base is a triangle, a site a square, a radar a dot. */
export function symbol(c: Pen, { at, kind, strong }: Named): void {
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
