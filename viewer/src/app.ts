/** The numbers, the choice, and what follows from both: shared by all panels. */

import type { Vector } from "./arc";
import type { Ground } from "./atlas";
import type { View } from "./data";
import { step } from "./scale";
import type { State } from "./state";
import { Tracks, type Arc, type Track } from "./tracks";

const FEW = 180; // flights that are all drawn
const LINES = 160; // about so many of more

/** In which direction (radians from north, to the east) a place is seen from another; deg. */
function bearing(lat: number, lon: number, toLat: number, toLon: number): number {
  const [a, b, l] = [lat, toLat, toLon - lon].map((x) => (x * Math.PI) / 180);
  return Math.atan2(Math.sin(l) * Math.cos(b), Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(l));
}

/** What is drawn over a picture beside the flights: outlines on the ground (deg), and lines of drawn points. */
export interface Overlay {
  rings: { rim: [number, number][]; ink: string }[];
  lines: { points: Vector[]; ink: string; width: number; dash: number[] }[];
}

export class App {
  overlay: Overlay | null = null;
  ground: Ground | null = null; // for a picture that moves
  fineGround: Ground | null = null; // for one at rest
  tracks: Tracks;
  shown: Int32Array; // flights that pass the filters, those out of reach first
  drawn: Int32Array; // of these, those that the pictures draw: few enough for coasts to show through
  steps: Uint8Array; // colour of every flight: an index into STEPS, or STEPS.length
  chosen: { track: Track; arc: Arc | null; deployment: number } | null = null;

  constructor(public view: View, readonly state: State) {
    this.tracks = new Tracks(view);
    this.shown = this.drawn = new Int32Array();
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

  /** Draw something over the pictures, or nothing more. */
  cover(overlay: Overlay | null): void {
    this.overlay = overlay;
    this.state.tell("overlay");
  }

  /** Other numbers for the same page. */
  replace(view: View): void {
    const { choice } = this.state;
    const [before, now] = [this.view.raw.flights, view.raw.flights];
    // A filter goes with what it is of, and without it where that is gone or is all there is.
    const [base, ratio] = [before.bases[choice.base], before.shapes[choice.shape]?.ratio];
    choice.base = now.bases.length > 1 ? now.bases.indexOf(base) : -1;
    choice.shape = now.shapes.length > 1 ? now.shapes.findIndex((s) => s.ratio === ratio) : -1;
    this.view = view;
    this.tracks = new Tracks(view);
    if (choice.flight >= view.count) choice.flight = -1;
    choice.time = Math.min(choice.time, this.longest());
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
    this.drawn = this.thinned();
    this.choose();
  }

  /** Of the shown flights those that are drawn. All of one base, or where they are few; else for each base and shape
   *  some that are spread over their aims, with the one of least margin among them. */
  private thinned(): Int32Array {
    const { view, shown } = this;
    const { deployment, base } = this.state.choice;
    const f = view.raw.flights;
    if (base >= 0 || f.bases.length === 1 || shown.length <= FEW) return shown;
    const groups = new Map<number, number[]>();
    for (const i of shown) {
      const key = f.base[i] * f.shapes.length + f.shape[i];
      const group = groups.get(key);
      if (group) group.push(i);
      else groups.set(key, [i]);
    }
    const each = Math.max(3, Math.min(12, Math.round(LINES / groups.size)));
    const kept = new Set<number>();
    for (const group of groups.values()) {
      let closest = group[0];
      let least = Infinity;
      for (const i of group) {
        const margin = view.margin(deployment, i);
        if (margin < least) [closest, least] = [i, margin];
      }
      kept.add(closest);
      // From one side to the other, by the direction in which the aim is seen.
      const seen = group.map((i) => [bearing(f.base_place[2 * i] / 1e4, f.base_place[2 * i + 1] / 1e4, f.aim_place[2 * i] / 1e4, f.aim_place[2 * i + 1] / 1e4), i]).sort((a, b) => a[0] - b[0]);
      for (let k = 0; k < each; k++) kept.add(seen[Math.round((k * (seen.length - 1)) / (each - 1))][1]);
    }
    return shown.filter((i) => kept.has(i));
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
