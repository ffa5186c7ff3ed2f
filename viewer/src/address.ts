/** The choice in the address bar: a link shows the same picture to a colleague. */

import type { App } from "./app";
import type { Eye } from "./scene";
import { LAYERS, type Layer } from "./state";

const LETTERS = Object.keys(LAYERS) as Layer[];

/** What stands in the address, by key. */
export const asked = (): URLSearchParams => new URLSearchParams(location.hash.slice(1));

/** Take over what the address says, as far as it fits the numbers. */
export function follow(app: App, eyes: Record<string, Eye>, live: boolean): void {
  const p = asked();
  const { raw } = app.view;
  const c = app.state.choice;
  /** The place of a name in a list; -1 where it is not there, null where the address does not say. */
  const index = (key: string, list: string[]): number | null => (p.has(key) ? list.indexOf(p.get(key)!) : null);
  if (!live) c.deployment = index("deployment", raw.deployments.map((d) => d.id)) ?? c.deployment;
  c.base = index("base", raw.flights.bases) ?? c.base;
  c.shape = index("shape", raw.flights.shapes.map((s) => String(s.ratio))) ?? c.shape;
  const flight = Number(p.get("flight") ?? NaN);
  if (p.has("flight")) c.flight = Number.isInteger(flight) && flight >= 0 && flight < app.view.count ? flight : -1;
  const time = Number(p.get("time") ?? NaN);
  if (time >= 0) c.time = Math.min(time, app.longest());
  if (p.has("layers")) for (const layer of LETTERS) c.layers[layer] = p.get("layers")!.split(".").includes(layer);
  for (const [name, eye] of Object.entries(eyes)) {
    // Three numbers for each eye: latitude, longitude (deg), zoom, within what a hand can set (pointer.ts).
    const [latitude, longitude, zoom] = (p.get(name) ?? "").split(",").map(Number);
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && zoom >= 0.7 && zoom <= 12) Object.assign(eye, { latitude, longitude, zoom });
  }
}

/** Keep the address as the choice is. `more`: what else belongs to it. */
export function remember(app: App, eyes: Record<string, Eye>, more: () => Record<string, string>): () => void {
  let pending = 0;
  const write = (): void => {
    const { raw } = app.view;
    const c = app.state.choice;
    const p = new URLSearchParams(more());
    if (c.deployment >= 0 && !p.has("deployment")) p.set("deployment", raw.deployments[c.deployment].id);
    if (c.base >= 0) p.set("base", raw.flights.bases[c.base]);
    if (c.shape >= 0) p.set("shape", String(raw.flights.shapes[c.shape].ratio));
    if (c.flight >= 0) p.set("flight", String(c.flight));
    if (c.time > 0) p.set("time", String(Math.round(c.time)));
    p.set("layers", LETTERS.filter((l) => c.layers[l]).join("."));
    for (const [name, eye] of Object.entries(eyes)) p.set(name, [eye.latitude.toFixed(2), eye.longitude.toFixed(2), eye.zoom.toFixed(2)].join(","));
    // A notebook's frame (about:srcdoc) has no address of its own. Commas are for who reads the link.
    if (location.protocol !== "about:") history.replaceState(null, "", `#${p.toString().replaceAll("%2C", ",")}`);
  };
  // Browsers refuse changes that come too fast.
  const soon = (): void => {
    clearTimeout(pending);
    pending = window.setTimeout(write, 250);
  };
  app.state.on(soon);
  return soon;
}
