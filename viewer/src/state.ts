/** What the reader has chosen; every panel listens and draws itself anew. */

export interface Choice {
  deployment: number; // -1: all, each flight by its least margin
  base: number; // -1: all
  shape: number; // -1: all
  flight: number; // -1: none
  time: number; // s after the flights' launch
  layers: { reach: boolean; radars: boolean; footprints: boolean; intercepts: boolean };
}

export type Part = "selection" | "time" | "layers" | "flight" | "theme" | "view";

export class State {
  private listeners: ((part: Part) => void)[] = [];

  constructor(public choice: Choice) {}

  on(listener: (part: Part) => void): void {
    this.listeners.push(listener);
  }

  set(change: Partial<Choice>, part: Part): void {
    Object.assign(this.choice, change);
    this.tell(part);
  }

  tell(part: Part): void {
    for (const listener of this.listeners) listener(part);
  }
}
