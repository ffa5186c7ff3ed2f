/** The explorer: figures under the hand, answers from the server. */

import { asked } from "./address";
import { App } from "./app";
import { ground, type Countries, type Ground } from "./atlas";
import { View } from "./data";
import type { View as RawView } from "./types";
import { freshId, h, saved } from "./dom";
import { middleOf } from "./geometry";
import { page } from "./page";
import { Server, type Move, type Outline } from "./server";
import { opening, State } from "./state";

type Figure = "burnout_speed_km_s" | "divert_km_s" | "launch_delay_s" | "burnout_time_s" | "flight_time_ratio";

// Words and unit of a slider, its step, and its key in the address.
const FIGURES: Record<Figure, { words: string; unit: string; step: number; key: string }> = {
  burnout_speed_km_s: { words: "Burnout speed", unit: "km/s", step: 0.05, key: "speed" },
  divert_km_s: { words: "Divert", unit: "km/s", step: 0.05, key: "divert" },
  launch_delay_s: { words: "Launch delay", unit: "s", step: 5, key: "delay" },
  burnout_time_s: { words: "Booster burnout", unit: "s", step: 5, key: "burnout" },
  flight_time_ratio: { words: "Flight time ratio", unit: "", step: 0.01, key: "ratio" },
};
const NAMES = Object.keys(FIGURES) as Figure[];

/** The explorer, opened with the scenario that the address names, or the server's first. */
export async function start(root: HTMLElement, first: string): Promise<void> {
  const server = new Server();
  const scenarios = await server.scenarios();
  const p = asked();
  const wanted = p.get("scenario") ?? first;
  const known = (name: string): boolean => scenarios.some((s) => s.name === name);
  const name = known(wanted) ? wanted : known(first) ? first : scenarios[0].name;
  const panel = new Panel(server, scenarios, await server.outline(name), p);
  const app = new App(new View(await server.answer(panel.move)), new State({ ...opening(), deployment: 0 }));
  panel.attach(app);
  const atlas = async (name: string): Promise<Ground> => ground((await (await fetch(name)).json()) as Countries);
  // A coarse atlas for the first picture; the fine one comes once the page is there.
  app.ground = app.fineGround = await atlas("atlas-coarse.json");
  const { remember } = page(app, root, { panel: panel.element, handle: panel.handle, more: () => panel.address() });
  panel.moved = remember;
  if (!p.has("flight")) panel.follow();
  if (name !== wanted) panel.missing.unshift(`no scenario ${wanted} here; shown: ${name}`);
  if (panel.missing.length) panel.complain(panel.missing.join(". "));
  app.refine(await atlas("atlas.json"));
}

/** The explorer's panel: the move as it is set by hand, and the answers that are asked for it. */
class Panel {
  readonly element = h("section", { class: "live", "aria-labelledby": "live-title" });
  readonly said = h("p", { class: "said", role: "status" });
  readonly handle;
  move: Move; // what is asked of the server
  moved: () => void = () => {};
  readonly missing: string[] = []; // what the address asked for and is not here
  private app: App | null = null;
  private followed = -1; // the flight that the page chose itself: it goes with the numbers
  private busy = false; // an answer is awaited
  private again = false; // the move has changed meanwhile
  private retry = 0; // a timer, while the server is gone

  constructor(private server: Server, private scenarios: { name: string; title: string }[], private outline: Outline, p: URLSearchParams) {
    // Sites before ships: a site can be dragged at once.
    const deployment = outline.deployments.find((d) => d.id === p.get("deployment")) ?? outline.deployments.find((d) => d.site) ?? outline.deployments[0];
    const base = p.get("from");
    const asked = p.get("deployment");
    if (asked !== null && asked !== deployment.id) this.missing.push(`no deployment ${asked} here; shown: ${deployment.id}`);
    const bases = deployment.bases ?? outline.bases;
    if (base !== null && base !== "all" && !bases.includes(base)) this.missing.push(outline.bases.includes(base) ? `${deployment.id} does not face ${base}; shown: ${bases[0]}` : `no base ${base} here; shown: ${bases[0]}`);
    this.move = { scenario: outline.name, deployment: deployment.id, base: base === "all" ? null : bases.includes(base ?? "") ? base : bases[0] };
    for (const figure of NAMES) {
      const text = p.get(FIGURES[figure].key);
      const [low, high] = outline.limits[figure];
      const value = Number(text);
      // What the server would refuse stays as the scenario has it.
      if (text !== null && value >= low && value <= high) this.move[figure] = value;
    }
    const site = (p.get("site") ?? "").split(",").map(Number);
    if (site.length === 2 && Math.abs(site[0]) <= 90 && Math.abs(site[1]) <= 180) this.move.site = [site[0], site[1]];
    this.handle = {
      at: (): [number, number] | null => this.site(),
      to: (latitude: number, longitude: number): void => {
        this.move.site = [Math.round(latitude * 100) / 100, Math.round(longitude * 100) / 100]; // 0.01 degrees are a kilometre
        this.places();
        this.ask();
      },
    };
    this.draw();
  }

  /** Give the panel the page that shows its answers. */
  attach(app: App): void {
    this.app = app;
    this.tell();
  }

  /** What belongs to the address beside the choice of the page. */
  address(): Record<string, string> {
    // as the scenario calls it: one that was moved is called otherwise in the answer
    const out: Record<string, string> = { scenario: this.move.scenario, deployment: this.move.deployment, from: this.move.base ?? "all" };
    for (const figure of NAMES) if (this.move[figure] !== undefined) out[FIGURES[figure].key] = String(this.move[figure]);
    if (this.move.site) out.site = this.move.site.join(",");
    return out;
  }

  private deployment() {
    return this.outline.deployments.find((d) => d.id === this.move.deployment)!;
  }

  /** Where the deployment's square stands: as moved, at its site, or in the middle of its area. */
  private site(): [number, number] | null {
    const own = this.move.site ?? this.deployment().site;
    if (own) return own;
    const area = this.app?.view.raw.theatre?.areas.find((a) => a.kind === "deployment" && a.id === this.move.deployment);
    return area ? middleOf(area.rim) : null;
  }

  /** What a figure is in the scenario, without the hand. */
  private given(figure: Figure): number | null {
    // Forces may have several boosters; the slider shows the first one's.
    if (figure === "burnout_time_s") return this.outline.boosters[0]?.burnout_time_s ?? null;
    if (figure === "flight_time_ratio") return null;
    return this.deployment()[figure];
  }

  /** Another scenario: its first deployment and base, and nothing set by hand. */
  private async open(name: string): Promise<void> {
    try {
      this.outline = await this.server.outline(name);
    } catch (error) {
      this.fail(error);
      return;
    }
    this.forget();
    const first = this.outline.deployments.find((d) => d.site) ?? this.outline.deployments[0];
    this.move = { scenario: name, deployment: first.id, base: (first.bases ?? this.outline.bases)[0] ?? null };
    this.draw();
    this.ask();
  }

  private draw(): void {
    const { outline, move } = this;
    const select = (label: string, options: [string, string][], value: string, chosen: (v: string) => void): HTMLElement => {
      const id = freshId();
      const box: HTMLSelectElement = h("select", { id, change: () => chosen(box.value) }, ...options.map(([v, words]) => h("option", { value: v, selected: v === value }, words)));
      return h("span", { class: "control" }, h("label", { for: id }, label), box);
    };
    this.element.replaceChildren(
      h("h2", { id: "live-title" }, "Change a figure"),
      h(
        "div",
        { class: "controls" },
        select("Scenario", this.scenarios.map((s) => [s.name, s.title]), move.scenario, (v) => void this.open(v)),
        select("Deployment", outline.deployments.map((d) => [d.id, d.name]), move.deployment, (v) => {
          this.forget();
          const { base } = this.move;
          const bases = outline.deployments.find((d) => d.id === v)!.bases ?? outline.bases;
          this.move = { scenario: move.scenario, deployment: v, base: base === null || bases.includes(base) ? base : bases[0] };
          this.draw();
          this.ask();
        }),
        select("Base", [...(this.deployment().bases ?? outline.bases).map((b): [string, string] => [b, outline.names[b] ?? b]), ["", "all bases"]], move.base ?? "", (v) => {
          this.forget();
          this.move.base = v || null;
          this.ask();
        }),
      ),
      h("div", { class: "sliders" }, ...NAMES.map((figure) => this.slider(figure)), this.placeFields()),
      h(
        "div",
        { class: "controls" },
        h("button", { type: "button", click: () => this.reset() }, "As in the scenario"),
        ...(["report", "toml", "json", "csv"] as const).map((kind) => h("button", { type: "button", click: () => void this.download(kind) }, { report: "Save report", toml: "Save scenario", json: "Save JSON", csv: "Save CSV" }[kind])),
      ),
      this.said,
    );
  }

  /** A slider and a field for one figure; an empty field is the figure as the scenario has it. */
  private slider(figure: Figure): HTMLElement {
    const { words, unit, step } = FIGURES[figure];
    const [low, high] = this.outline.limits[figure];
    const given = this.given(figure);
    const id = freshId();
    const value = this.move[figure] ?? given;
    const none = figure === "flight_time_ratio" ? "all" : figure === "launch_delay_s" && this.deployment().launch_delay_s === null ? "sensed" : "as given";
    const set = (text: string): void => {
      if (text === "") delete this.move[figure];
      else {
        const n = Number(text);
        if (!(n >= low && n <= high)) {
          this.complain(`${words} ${text}; allowed: ${low} to ${high}${unit && ` ${unit}`}`);
          return;
        }
        this.move[figure] = n;
      }
      field.value = text;
      if (text !== "") range.value = text;
      mark();
      this.ask();
    };
    const hand = h("small", { class: "hand" });
    const mark = (): void => {
      const n = this.move[figure];
      hand.textContent = n === undefined || n === given ? "" : ` by hand; scenario: ${given ?? none}`;
    };
    mark();
    const range: HTMLInputElement = h("input", { id, type: "range", min: low, max: high, step, value: value ?? 1, input: () => set(range.value) });
    const field: HTMLInputElement = h("input", { type: "number", "aria-label": `${words}${unit && `, ${unit}`}`, min: low, max: high, step: "any", value: value ?? "", placeholder: none, change: () => set(field.value) });
    return h("div", { class: "slider" }, h("label", { for: id }, words, unit ? h("small", {}, ` ${unit}`) : null, hand), field, range);
  }

  /** Fields for the site's latitude and longitude, deg; empty for ships in an area. */
  private placeFields(): HTMLElement {
    const box = h("div", { class: "slider place" });
    const site = this.move.site ?? this.deployment().site;
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
          const now = this.site() ?? [0, 0];
          this.move.site = k === 0 ? [n, now[1]] : [now[0], n];
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
    const { site } = this.deployment();
    const to = this.move.site;
    const moved = to !== undefined && !(site && site[0] === to[0] && site[1] === to[1]);
    return h("small", { class: "hand" }, moved ? ` by hand; scenario: ${this.deployment().place_name}` : "");
  }

  /** Bring the site's fields up to date with the move. */
  private places(): void {
    const site = this.site();
    this.element.querySelector(".place .hand")?.replaceWith(this.moveMark());
    this.element.querySelectorAll<HTMLInputElement>("input[data-axis]").forEach((input) => {
      if (site) input.value = site[Number(input.dataset.axis)].toFixed(2);
    });
  }

  private reset(): void {
    this.move = { scenario: this.move.scenario, deployment: this.move.deployment, base: this.move.base };
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
    clearTimeout(this.retry);
    const began = performance.now();
    this.server
      .answer(this.move)
      .then((raw) => this.show(raw, began))
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.busy = false;
        if (this.again) {
          this.again = false;
          this.ask();
        }
      });
  }

  private show(raw: RawView, began: number): void {
    this.app!.replace(new View(raw));
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

  private fail(error: unknown): void {
    // fetch throws a TypeError where nobody answers.
    if (error instanceof TypeError) {
      this.complain("The server is gone: start `reassure explore` again. The picture stands as it was; trying again.");
      this.retry = window.setTimeout(() => this.ask(), 3000);
    } else this.complain(error instanceof Error ? error.message : String(error));
  }

  private async download(kind: "toml" | "json" | "csv" | "report"): Promise<void> {
    try {
      const { name, content } = await this.server.download(kind, this.move);
      saved(name, content);
    } catch (error) {
      this.fail(error);
    }
  }
}
