/** What is under the hand: a scenario, what is chosen otherwise, and the move; and the answer to it. No page. */

import { Engine } from "./engine";
import { allowed, FIGURES, moved, siteOf, type Figure, type Move } from "../scenario/change";
import { valueOf } from "../scenario/figure";
import { edited, type Edits } from "../scenario/edit";
import { limitsOf } from "../scenario/limits";
import { boosterNamed, everyBase, facesOf, interceptorNamed } from "../scenario/lookup";
import { deploymentNames, nameOf, submarinesIn } from "../scenario/names";
import { resolve } from "../scenario/resolve";
import type { DeploymentTable, Kit, Scenario } from "../scenario/tables";
import { written } from "../scenario/toml";
import { middleOf } from "../geometry";
import type { View } from "../types";

/** Keys of figures in the address. */
export const KEYS: Record<Figure, string> = { burnout_speed_km_s: "speed", divert_km_s: "divert", launch_delay_s: "delay", interceptors: "number", burnout_time_s: "burnout", flight_time_ratio: "ratio" };

/** A number of an address; NaN for what is none, and for nothing, of which JavaScript makes 0. */
const number = (text: string): number => (text.trim() === "" ? NaN : Number(text));

export class Desk {
  edits: Edits = {};
  move!: Move;
  /** The scenario with what was chosen otherwise, before the move; its words. */
  private now!: { scenario: Scenario; words: string[] };
  private readonly engine = new Engine();
  private first: Kit;

  constructor(public kit: Kit) {
    this.first = kit;
    this.open(kit);
  }

  /** Another scenario that a server knows. */
  take(kit: Kit): void {
    this.first = kit;
    this.open(kit);
  }

  /** Another scenario: its first deployment and base, and nothing set by hand. */
  open(kit: Kit): void {
    this.kit = kit;
    this.edits = {};
    const tables = kit.scenario.deployment;
    // Sites before ships: a site can be dragged at once.
    const first = tables.find((d) => d.site !== undefined) ?? tables[0];
    this.move = { deployment: first.id, base: null };
    this.edit({});
    this.move.base = this.basesOf(first)[0] ?? null;
  }

  /** Choose otherwise; throws a ScenarioError, and nothing has changed then. */
  edit(change: Edits): void {
    const edits = { ...this.edits, ...change };
    const now = edited(this.kit, this.kit.scenario, edits, this.move.deployment);
    resolve(this.kit, now.scenario);
    [this.edits, this.now] = [edits, now];
    const bases = this.basesOf(this.table());
    if (this.move.base !== null && !bases.includes(this.move.base)) this.move.base = bases[0] ?? null;
  }

  /** Another deployment: what was chosen of the one before is not this one's. */
  choose(id: string): void {
    const { base } = this.move;
    this.move = { deployment: id, base };
    this.edit({ interceptor: undefined, place: undefined });
  }

  /** Nothing set by hand, nothing chosen otherwise. */
  reset(): void {
    const { deployment, base } = this.move;
    this.edits = {};
    this.move = { deployment, base };
    this.edit({});
  }

  /** Is it the scenario that the kit was made for, with the move alone? Only that is known to a server. */
  get untouched(): boolean {
    return this.kit === this.first && Object.values(this.edits).every((v) => v === undefined);
  }

  /** What people call a base. */
  called(base: string): string {
    const table = this.kit.scenario.force.flatMap((f) => f.bases).find((b) => typeof b === "object" && b.id === base);
    if (typeof table === "object" && "area" in table && typeof table.area === "string") return submarinesIn(this.kit, table.area);
    return nameOf(this.kit, base);
  }

  /** The name of files, without its end. */
  fileName(): string {
    return `${this.kit.name}-${this.changed().deployment[0].id}-${this.move.base ?? "all-bases"}`;
  }

  /** The scenario as it is chosen, without the move. */
  get scenario(): Scenario {
    return this.now.scenario;
  }

  table(id = this.move.deployment): DeploymentTable {
    return this.scenario.deployment.find((d) => d.id === id)!;
  }

  /** The bases that a deployment faces. */
  basesOf(table: DeploymentTable): string[] {
    return everyBase(facesOf(this.scenario, table).map((k) => this.scenario.force[k]));
  }

  /** Ids and names of the deployments. */
  deployments(): [string, string][] {
    const { figures, problem } = resolve(this.kit, this.kit.scenario);
    const names = deploymentNames(this.kit, figures, (k) => middleOf(problem.batteries[k].place.points));
    return figures.map((f, k) => [f.id, names[k]]);
  }

  limits(): ReturnType<typeof limitsOf> {
    return limitsOf(this.kit, this.scenario);
  }

  allowed(figure: Figure): ReturnType<typeof allowed> {
    return allowed(this.kit, this.scenario, figure);
  }

  /** Where the deployment stands: as moved, at its site, or in the middle of its area. */
  site(): [number, number] {
    const own = this.move.site ?? siteOf(this.kit, this.table());
    if (own) return own;
    const k = this.scenario.deployment.indexOf(this.table());
    return middleOf(resolve(this.kit, this.scenario).problem.batteries[k].place.points);
  }

  /** What a figure is without the hand; null where it is no one number. */
  given(figure: Figure): number | null {
    const table = this.table();
    // Forces may have several boosters; the slider shows the first one's.
    if (figure === "burnout_time_s") return valueOf(boosterNamed(this.kit, this.scenario.force[0].booster).burnout_time_s);
    if (figure === "flight_time_ratio") return null;
    if (figure === "launch_delay_s") return table.launch_delay_s === "sensed" ? null : valueOf(table.launch_delay_s);
    if (figure === "interceptors") return table.interceptors ?? null;
    return valueOf(interceptorNamed(this.kit, table.interceptor)[figure] ?? 0);
  }

  /** The scenario as moved: what an answer is of, and what is saved. */
  changed(): Scenario {
    return moved(this.kit, this.scenario, this.move, this.now.words);
  }

  /** The answer; rejects with a ScenarioError where the move does not fit. */
  async answer(): Promise<View> {
    const changed = this.changed();
    const view = await this.engine.answer(this.kit, this.scenario, { ...this.move }, changed);
    const name = this.fileName();
    return { ...view, command: `reassure assess ${name}.toml --report ${name}.html`, files: [{ name: `${name}.toml`, text: written(changed, `${name}: made in the page`) }] };
  }

  /** What belongs to the address: the whole state, so that a link means the same to anyone. */
  address(): Record<string, string> {
    const { move, edits } = this;
    const out: Record<string, string> = { scenario: this.kit.name, deployment: move.deployment, from: move.base ?? "all" };
    for (const figure of FIGURES) if (move[figure] !== undefined) out[KEYS[figure]] = String(move[figure]);
    if (move.site) out.site = move.site.join(",");
    if (edits.bases) out.bases = edits.bases.join(".");
    if (edits.aims) out.aims = edits.aims.join(".");
    if (edits.interceptor) out.interceptor = edits.interceptor;
    if (edits.place) out.place = edits.place;
    return out;
  }

  /** Take over what an address says, as far as it fits; returns what it asked for and is not here, in words. */
  follow(p: URLSearchParams): string[] {
    const missing: string[] = [];
    const id = p.get("deployment");
    if (id !== null && this.kit.scenario.deployment.some((d) => d.id === id)) this.move.deployment = id;
    else if (id !== null) missing.push(`no deployment ${id} here; shown: ${this.move.deployment}`);
    const list = (key: string): string[] | undefined => p.get(key)?.split(".").filter(Boolean);
    const edits: Edits = { bases: list("bases"), aims: list("aims"), interceptor: p.get("interceptor") ?? undefined, place: p.get("place") ?? undefined };
    for (const [key, value] of Object.entries(edits)) {
      if (value === undefined) continue;
      try {
        this.edit({ [key]: value });
      } catch (error) {
        missing.push(error instanceof Error ? error.message : String(error));
      }
    }
    this.followBase(p.get("from"), missing);
    this.followMove(p, missing);
    return missing;
  }

  private followBase(base: string | null, missing: string[]): void {
    const bases = this.basesOf(this.table());
    if (base === "all") this.move.base = null;
    else if (base !== null && bases.includes(base)) this.move.base = base;
    else {
      this.move.base = bases[0];
      if (base !== null) missing.push(everyBase(this.scenario.force).includes(base) ? `${this.move.deployment} does not face ${base}; shown: ${bases[0]}` : `no base ${base} here; shown: ${bases[0]}`);
    }
  }

  private followMove(p: URLSearchParams, missing: string[]): void {
    for (const figure of FIGURES) {
      const text = p.get(KEYS[figure]);
      if (text === null) continue;
      const { fits, words } = this.allowed(figure);
      const value = number(text);
      if (fits(value)) this.move[figure] = value;
      else missing.push(`${KEYS[figure]} ${text}; allowed: ${words}`);
    }
    const text = p.get("site");
    if (text === null) return;
    const [latitude, longitude, ...more] = text.split(",").map(number);
    if (!more.length && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) this.move.site = [latitude, longitude];
    else missing.push(`site ${text}; allowed: latitude, longitude in degrees`);
  }
}
