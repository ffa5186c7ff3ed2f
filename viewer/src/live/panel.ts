/** The panel of figures under the hand: sliders, fields, and what they ask for. */

import type { App } from "../app";
import { View } from "../data";
import { choice, freshId, h } from "../dom";
import type { View as RawView } from "../types";
import { placeName, siteOf, type Figure } from "../scenario/change";
import { nameOf } from "../scenario/names";
import { choosing } from "./choose";
import type { Desk } from "./desk";
import { saving, type More } from "./files";

// Words and unit of a slider, and its step.
const SLIDERS: Record<Figure, { words: string; unit: string; step: number }> = {
  burnout_speed_km_s: { words: "Burnout speed", unit: "km/s", step: 0.05 },
  divert_km_s: { words: "Divert", unit: "km/s", step: 0.05 },
  launch_delay_s: { words: "Launch delay", unit: "s", step: 5 },
  interceptors: { words: "Interceptors", unit: "", step: 1 },
  burnout_time_s: { words: "Booster burnout", unit: "s", step: 5 },
  flight_time_ratio: { words: "Flight time ratio", unit: "", step: 0.01 },
};
const FIGURES = Object.keys(SLIDERS) as Figure[];

export class Panel {
  readonly element = h("section", { class: "live", "aria-labelledby": "live-title" });
  readonly said = h("p", { class: "said", role: "status" });
  readonly handle = {
    at: (): [number, number] | null => this.desk.site(),
    to: (latitude: number, longitude: number): void => {
      this.desk.move.site = [Math.round(latitude * 100) / 100, Math.round(longitude * 100) / 100]; // 0.01 degrees are a kilometre
      this.places();
      this.ask();
    },
  };
  moved: () => void = () => {};
  private app: App | null = null;
  private followed = -1; // the flight that the page chose itself: it goes with the numbers
  private busy = false; // an answer is awaited
  private again = false; // the move has changed meanwhile

  constructor(readonly desk: Desk, private readonly more: More) {
    this.draw();
  }

  /** Give the panel the page that shows its answers. */
  attach(app: App): void {
    this.app = app;
    this.tell();
  }

  /** Another scenario lies on the desk, or other things were chosen: all controls anew, and an answer. */
  renew(): void {
    this.forget();
    this.draw();
    this.ask();
  }

  private draw(): void {
    const { desk } = this;
    const { move, kit } = desk;
    const others = this.more.scenarios;
    this.element.replaceChildren(
      h("h2", { id: "live-title" }, "Change a figure"),
      h(
        "div",
        { class: "controls" },
        ...(others.length > 1 ? [choice("Scenario", others.map((s) => [s.name, s.title]), kit.name, (v) => void this.more.open(v).then(() => this.renew(), (e: unknown) => this.fail(e)))] : []),
        choice("Deployment", desk.deployments(), move.deployment, (v) => (desk.choose(v), this.renew())),
        choice("Base", [...desk.basesOf(desk.table()).map((b): [string, string] => [b, desk.called(b)]), ["", "all bases"]], move.base ?? "", (v) => {
          this.forget();
          move.base = v || null;
          this.ask();
        }),
      ),
      h("div", { class: "sliders" }, ...FIGURES.map((figure) => this.slider(figure)), this.placeFields()),
      this.said,
      choosing(desk, () => this.renew(), (e) => this.fail(e)),
      saving(this, this.more),
    );
  }

  /** A slider and a field for one figure; an empty field is the figure as the scenario has it. */
  private slider(figure: Figure): HTMLElement {
    const { desk } = this;
    const { words, unit, step } = SLIDERS[figure];
    const [low, high] = desk.limits()[figure];
    const given = desk.given(figure);
    const { fits, words: may } = desk.allowed(figure);
    const all = `${may}${unit && ` ${unit}`}`;
    const id = freshId();
    const value = desk.move[figure] ?? given;
    const none = figure === "flight_time_ratio" ? "all" : given !== null ? "as given" : figure === "launch_delay_s" ? "sensed" : "not told";
    const set = (text: string): void => {
      if (text === "") delete desk.move[figure];
      else {
        const n = Number(text);
        if (!fits(n)) {
          this.complain(`${words} ${text}; allowed: ${all}`);
          return;
        }
        desk.move[figure] = n;
      }
      field.value = text;
      range.value = text || String(given ?? 1);
      mark();
      this.ask();
    };
    const hand = h("small", { class: "hand" });
    const mark = (): void => {
      const n = desk.move[figure];
      hand.textContent = n === undefined || n === given ? "" : ` by hand; scenario: ${given ?? none}`;
    };
    mark();
    const range: HTMLInputElement = h("input", { id, type: "range", min: low, max: high, step, value: value ?? 1, input: () => set(range.value) });
    const field: HTMLInputElement = h("input", { type: "number", "aria-label": `${words}${unit && `, ${unit}`}`, min: low, max: high, step: "any", value: value ?? "", placeholder: none, change: () => (field.validity.badInput ? this.complain(`${words}: no number; allowed: ${all}`) : set(field.value)) });
    return h("div", { class: "slider" }, h("label", { for: id }, words, unit ? h("small", {}, ` ${unit}`) : null, hand), field, range);
  }

  /** Fields for the site's latitude and longitude, deg; empty for ships in an area. */
  private placeFields(): HTMLElement {
    const { desk } = this;
    const box = h("div", { class: "slider place" });
    const site = desk.move.site ?? siteOf(desk.kit, desk.table());
    const field = (name: string, k: 0 | 1, most: number): HTMLInputElement => {
      const input: HTMLInputElement = h("input", {
        type: "number",
        "aria-label": `Site, ${name} in degrees`,
        "data-axis": k,
        step: "any",
        value: site ? site[k].toFixed(2) : "",
        placeholder: "sea area",
        change: () => {
          const n = Number(input.value);
          if (input.value === "" || !(Math.abs(n) <= most)) {
            this.complain(`${name} ${input.value}; allowed: −${most} to ${most}`);
            return;
          }
          const now = desk.site();
          desk.move.site = k === 0 ? [n, now[1]] : [now[0], n];
          this.places();
          this.ask();
        },
      });
      return input;
    };
    box.append(h("span", {}, "Site ", h("small", {}, "latitude, longitude; or drag its square on the globe"), this.moveMark()), h("span", { class: "control" }, field("latitude", 0, 90), field("longitude", 1, 180)));
    return box;
  }

  /** Whether the site was moved by hand, and from where. */
  private moveMark(): HTMLElement {
    const { desk } = this;
    const [site, to] = [siteOf(desk.kit, desk.table()), desk.move.site];
    const moved = to !== undefined && !(site && site[0] === to[0] && site[1] === to[1]);
    const from = placeName(desk.kit, desk.table());
    return h("small", { class: "hand" }, moved ? ` by hand; scenario: ${Object.hasOwn(desk.kit.catalogue, from) ? nameOf(desk.kit, from) : from}` : "");
  }

  /** Bring the site's fields up to date with the move. */
  private places(): void {
    const site = this.desk.site();
    this.element.querySelector(".place .hand")?.replaceWith(this.moveMark());
    this.element.querySelectorAll<HTMLInputElement>("input[data-axis]").forEach((input) => (input.value = site[Number(input.dataset.axis)].toFixed(2)));
  }

  /** Nothing set by hand. */
  reset(): void {
    this.desk.reset();
    this.draw();
    this.ask();
  }

  /** Ask for the answer of the figures as they are; while one is awaited only the last wish is kept. */
  ask(): void {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    const began = performance.now();
    this.desk
      .answer()
      .then((raw) => this.show(new View(raw), began))
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.busy = false;
        if (!this.again) return;
        this.again = false;
        this.ask();
      });
  }

  /** Show an answer that comes from elsewhere; the next move takes its place. */
  async wait(answer: Promise<RawView>): Promise<void> {
    this.said.className = "said";
    this.said.textContent = "The server is at work…";
    const began = performance.now();
    this.show(new View(await answer), began);
  }

  /** What the figures are worth as limits, below the controls; nothing, if they were moved meanwhile. */
  async asLimits(answer: Promise<string[]>): Promise<void> {
    const asked = JSON.stringify(this.desk.address());
    this.said.className = "said";
    this.said.textContent = "The server looks for proofs…";
    const words = await answer;
    if (JSON.stringify(this.desk.address()) === asked) this.said.textContent = words.join(" ");
  }

  private show(view: View, began: number): void {
    this.app!.replace(view);
    const { flight } = this.app!.state.choice;
    // The page's own choice follows the numbers; the reader's stays.
    if (flight < 0 || flight === this.followed) this.follow();
    this.tell();
    this.moved();
    // The time from the wish to the picture, ms, for the tests.
    requestAnimationFrame(() => setTimeout(() => (this.element.dataset.latency = (performance.now() - began).toFixed(0))));
  }

  /** Choose the closest flight, until the reader chooses another. */
  follow(): void {
    this.followed = this.app!.closest();
    this.app!.state.set({ flight: this.followed }, "flight");
  }

  /** Other flights: what was chosen among those before says nothing. */
  private forget(): void {
    this.followed = -1;
    if (this.app) this.app.state.choice.flight = -1;
  }

  private tell(): void {
    this.said.className = "said";
    this.said.textContent = "";
  }

  complain(text: string): void {
    this.said.className = "said bad";
    this.said.textContent = text;
  }

  fail(error: unknown): void {
    this.complain(error instanceof Error ? error.message : String(error));
  }
}
