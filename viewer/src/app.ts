/** The numbers, the choice, and what follows from both: shared by all panels. */

import type { Ground } from "./atlas";
import type { View } from "./data";
import { step } from "./scale";
import type { State } from "./state";
import { Tracks, type Arc, type Track } from "./tracks";

export class App {
  ground: Ground | null = null; // for a picture that moves
  fineGround: Ground | null = null; // for one at rest
  tracks: Tracks;
  shown: Int32Array; // flights that pass the filters, those out of reach first
  steps: Uint8Array; // colour of every flight: an index into STEPS, or STEPS.length
  chosen: { track: Track; arc: Arc | null; deployment: number } | null = null;

  constructor(public view: View, readonly state: State) {
    this.tracks = new Tracks(view);
    this.shown = new Int32Array();
    this.steps = new Uint8Array();
    this.select();
    state.on((part) => {
      if (part === "selection") this.select();
      if (part === "flight") this.choose();
    });
  }

  /** Finer coast lines than those before. */
  refine(fine: Ground): void {
    this.fineGround = fine;
    this.state.tell("ground");
  }

  /** Other numbers for the same page. */
  replace(view: View): void {
    this.view = view;
    this.tracks = new Tracks(view);
    if (this.state.choice.flight >= view.count) this.state.choice.flight = -1;
    this.select();
    this.state.tell("data");
  }

  /** Which flights pass the filters, and the colour of each. */
  private select(): void {
    const { deployment, base, shape } = this.state.choice;
    const { view } = this;
    const f = view.raw.flights;
    this.steps = new Uint8Array(view.count);
    const out: number[] = [];
    for (let i = 0; i < view.count; i++) {
      this.steps[i] = step(view.margin(deployment, i));
      if ((base < 0 || f.base[i] === base) && (shape < 0 || f.shape[i] === shape) && view.faces(deployment, i)) out.push(i);
    }
    // Out of reach first: what is in reach is drawn on top.
    out.sort((a, b) => this.steps[b] - this.steps[a]);
    this.shown = Int32Array.from(out);
    this.choose();
  }

  /** The deployment that the headline is about: the chosen one, or the one that stands for all. */
  decisive(): number {
    const { deployment } = this.state.choice;
    return deployment >= 0 ? deployment : this.view.raw.decisive;
  }

  /** The deployment that a flight is looked at with: the chosen one; against a flight of the headline's numbers
   *  the headline's; or the one of least margin. */
  against(i: number): number {
    const { deployment } = this.state.choice;
    if (deployment >= 0) return deployment;
    const headline = this.view.raw.deployments[this.decisive()];
    if (i === headline.worst_flight || i === headline.latest_flight) return this.decisive();
    // The first deployment that faces the flight, where none has an arc to it.
    let best = Math.max(0, this.view.pairs.findIndex((_, d) => this.view.faces(d, i)));
    this.view.pairs.forEach((p, d) => {
      // Comparisons with NaN are false: a deployment with an arc counts before one without.
      if (p.margin[i] < this.view.pairs[best].margin[i] || Number.isNaN(this.view.pairs[best].margin[i])) best = d;
    });
    return best;
  }

  /** The chosen flight finely, with the arc to it of the deployment that it is looked at with. */
  private choose(): void {
    const i = this.state.choice.flight;
    if (i < 0) {
      this.chosen = null;
      return;
    }
    const deployment = this.against(i);
    this.chosen = { track: this.tracks.fine(i), arc: this.tracks.arc(deployment, i), deployment };
  }

  /** The headline's closest flight, if it is among those shown; or of these the one of least margin. */
  closest(): number {
    const { deployment } = this.state.choice;
    const worst = this.view.raw.deployments[this.decisive()].worst_flight;
    if (worst !== null && this.shown.includes(worst)) return worst;
    let [best, least] = [-1, Infinity];
    for (const i of this.shown) {
      const margin = this.view.margin(deployment, i);
      if (margin < least) [best, least] = [i, margin];
    }
    return best;
  }

  /** The longest flight time, s. */
  longest(): number {
    let most = 0;
    for (const t of this.view.flightTime) most = Math.max(most, t);
    return most;
  }
}
