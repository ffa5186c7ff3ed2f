/** What the reader has chosen; every panel listens and draws itself anew. */

export interface Choice {
  deployment: number; // -1: all, each flight by its least margin
  base: number; // -1: all
  shape: number; // -1: all
  flight: number; // -1: none
  time: number; // s after the flights' launch
  layers: Record<Layer, boolean>;
}

/** Layers of the pictures, and what their switches are called. */
export const LAYERS = { flights: "Flights", intercepts: "Meetings", reach: "Ground range", radars: "Radars", footprints: "Footprints" } as const;
export type Layer = keyof typeof LAYERS;

/** What is chosen when nobody has chosen yet. */
export const opening = (): Choice => ({
  deployment: -1,
  base: -1,
  shape: -1,
  flight: -1,
  time: 0,
  layers: { flights: true, intercepts: true, reach: true, radars: true, footprints: true },
});

/** What has changed: the coast lines, what lies over the pictures, which flights are shown, the moment, the layers, the chosen flight, colours, or the numbers. */
export type Part = "ground" | "overlay" | "selection" | "time" | "layers" | "flight" | "theme" | "data";

/** The choice, and who listens to its changes. */
export class State {
  private listeners: ((part: Part) => void)[] = [];

  constructor(public choice: Choice) {}

  /** Call a listener at every change, in the order of asking: what others rest on listens first. */
  on(listener: (part: Part) => void): void {
    this.listeners.push(listener);
  }

  /** Change the choice, and say what of it. */
  set(change: Partial<Choice>, part: Part): void {
    Object.assign(this.choice, change);
    this.tell(part);
  }

  /** Say that a part has changed. */
  tell(part: Part): void {
    for (const listener of this.listeners) listener(part);
  }
}
