/** From what was written to what is meant: ids looked up, areas put in points, sources gathered
 *  (src/reassure/scenario/resolve.py, sources.py, places.py, missiles.py and sensors.py). */

import type { Battery, Boost, Force, Launch, Radar, Sensor, Spots } from "../engine/problem";
import type { FigureUsed } from "../types";
import { askedFor } from "../engine/flights";
import { withCues } from "../engine/launches";
import { at, noSuch, ScenarioError } from "./complaint";
import { greatestOf, trustOf, used } from "./figure";
import { areaNamed, baseNamed, boosterNamed, entry, facesOf, idOf, interceptorNamed, radarNamed, samplesOf, siteNamed } from "./lookup";
import type { DeploymentFigures, Question } from "./question";
import type { AimTable, BaseTable, DeploymentTable, Drawn, Entry, ForceTable, InterceptorTable, Kit, Scenario, SensorTable, SitePoint, Status, Written } from "./tables";

const MOST_FLIGHTS = 100_000;

/** Figures by key, as they are used. */
class Sources {
  readonly rows = new Map<string, FigureUsed>();

  /** The value of a figure, which is noted. Two tables of one id may not differ. */
  figure(key: string, figure: Written): number {
    const row = used(key, figure);
    const before = this.rows.get(key);
    if (before && JSON.stringify(before) !== JSON.stringify(row)) throw new ScenarioError(`${key}: two different figures under one id; allowed: an id of its own for each table`);
    if (!before) this.rows.set(key, row);
    return row.value;
  }

  /** Note a number that has no interval. */
  plain(key: string, value: number, status: Status, source: string): void {
    this.rows.set(key, { key, value, status, source });
  }

  /** Note the numbers of a catalogue entry, with its status and source. */
  entry(found: Entry, values: Record<string, number>): void {
    for (const [name, value] of Object.entries(values)) this.plain(`${found.table}.${found.id}.${name}`, value, found.status, found.source ?? "");
  }
}

/** The scenario with every id looked up and every area in points. Throws a ScenarioError with the key at fault. */
export function resolve(kit: Kit, scenario: Scenario): Question {
  const sources = new Sources();
  const forces: Force[] = [];
  let flights = 0;
  scenario.force.forEach((table, i) => {
    const made = force(kit, table, i, sources);
    flights += askedFor(made);
    if (flights > MOST_FLIGHTS) throw new ScenarioError(`${flights} flights or more; allowed: at most ${MOST_FLIGHTS}; a larger aim_spacing_km or base_spacing_km makes fewer`, ["force"]);
    forces.push(made);
  });
  const made = scenario.deployment.map((table, i) => deployment(kit, table, i, sources, facesOf(scenario, table)));
  const sensors = sensorsOf(kit, scenario, sources);
  return {
    problem: { format: "reassure-problem/1", forces, batteries: made.map((m) => m.battery), sensors },
    figures: made.map((m) => m.figures),
    sources: [...sources.rows.values()],
  };
}

function force(kit: Kit, table: ForceTable, i: number, sources: Sources): Force {
  const origins = table.bases.map((base, k) => at(["force", i, "bases", k], () => origin(kit, base, table.base_spacing_km ?? 500, sources)));
  const aims = table.aims.map((aim, k) => at(["force", i, "aims", k], () => aimed(kit, aim, table.aim_spacing_km ?? 500, sources)));
  const { declaration } = table;
  if (declaration !== undefined) at(["force", i, "declaration"], () => entry(kit, declaration, "declaration"));
  const boost = at(["force", i, "booster"], () => boostOf(kit, table, sources));
  return { origins, aims, boost, flight_time_ratio: table.flight_time_ratio ?? [1] };
}

function origin(kit: Kit, base: BaseTable, spacing: number, sources: Sources): Spots {
  if (typeof base === "object" && "area" in base) return area(kit, base.id, base.area, spacing, "base", sources);
  const found = baseNamed(kit, base);
  const { latitude_deg, longitude_deg } = found;
  if (typeof base === "string") sources.entry(entry(kit, base, "base"), { latitude_deg, longitude_deg });
  else {
    sources.plain(`base.${found.id}.latitude_deg`, latitude_deg, "assumed", "the scenario");
    sources.plain(`base.${found.id}.longitude_deg`, longitude_deg, "assumed", "the scenario");
  }
  return { id: found.id, points: [[latitude_deg, longitude_deg]] };
}

function aimed(kit: Kit, aim: AimTable, spacing: number, sources: Sources): Spots {
  if (typeof aim === "string") return area(kit, aim, aim, spacing, "aim", sources);
  if ("polygon" in aim) return area(kit, aim.id, aim, spacing, "aim", sources);
  const radius = sources.figure(`aim.${aim.id}.radius_km`, aim.radius_km);
  // A disc is named by its place and radius: the page has the points of those that its scenario names.
  const key = `${aim.latitude_deg},${aim.longitude_deg},${radius}@${spacing}`;
  if (radius === 0) return { id: aim.id, points: [[aim.latitude_deg, aim.longitude_deg]] };
  if (!Object.hasOwn(kit.samples, key)) throw new ScenarioError("a disc that this page does not have; allowed: a point or a zone of the catalogue here, and any disc on the command line");
  return spots(aim.id, kit.samples[key]);
}

/** Points that stand for an area, all under one name; its size is noted. */
function area(kit: Kit, name: string, what: Drawn, spacing: number, kind: string, sources: Sources): Spots {
  const { area_km2 } = areaNamed(kit, what);
  if (typeof what === "string") sources.entry(entry(kit, what, "zone"), { area_km2 });
  else sources.plain(`${kind}.${name}.area_km2`, area_km2, "assumed", "polygon in the scenario");
  return spots(name, samplesOf(kit, what, spacing));
}

const spots = (id: string, flat: number[]): Spots => ({ id, points: Array.from({ length: flat.length / 2 }, (_, k) => [flat[2 * k], flat[2 * k + 1]]) });

function boostOf(kit: Kit, table: ForceTable, sources: Sources): Boost {
  const found = boosterNamed(kit, table.booster);
  const key = `booster.${found.id}`;
  const limit = (name: "greatest_range_km" | "greatest_burnout_speed_km_s"): number | null => {
    const figure = found[name];
    if (figure === undefined) return null;
    sources.figure(`${key}.${name}`, figure);
    // Refused is only what is beyond all of its interval.
    return greatestOf(figure);
  };
  const limits = { greatest_range_km: limit("greatest_range_km"), greatest_burnout_speed_km_s: limit("greatest_burnout_speed_km_s") };
  return {
    id: found.id,
    burnout_time_s: sources.figure(`${key}.burnout_time_s`, found.burnout_time_s),
    burnout_height_km: sources.figure(`${key}.burnout_height_km`, found.burnout_height_km),
    downrange_km: sources.figure(`${key}.downrange_km`, found.downrange_km),
    long_way: table.way === "long",
    ...limits,
  };
}

/** The key of an interceptor's figures: one that is written out is its deployment's own. */
export function interceptorKey(table: DeploymentTable): string {
  const id = idOf(table.interceptor);
  return typeof table.interceptor === "string" ? `interceptor.${id}` : `deployment.${table.id}.interceptor.${id}`;
}

function deployment(kit: Kit, table: DeploymentTable, i: number, sources: Sources, faces: number[]): { battery: Battery; figures: DeploymentFigures } {
  const { place, where } = stand(kit, table, i, sources);
  const interceptor = at(["deployment", i, "interceptor"], () => interceptorNamed(kit, table.interceptor));
  const kind = interceptorKey(table);
  const figure = (name: string, written: Written): number => sources.figure(`${kind}.${name}`, written);
  const numbers = {
    burnout_speed_km_s: figure("burnout_speed_km_s", interceptor.burnout_speed_km_s),
    divert_km_s: figure("divert_km_s", interceptor.divert_km_s ?? 0),
    burnout_height_km: figure("burnout_height_km", interceptor.burnout_height_km ?? 0),
    burn_time_s: figure("burn_time_s", interceptor.burn_time_s ?? 0),
  };
  const shown = { name: table.name ?? null, place, interceptor: interceptor.id, interceptors: table.interceptors ?? null, from: table.from ?? null, until: table.until ?? null };
  return {
    // The launch before the heights: the order in which sources are listed.
    battery: { id: table.id, place: where, ...numbers, launch: launch(table, sources), intercept_heights_km: heights(interceptor, kind, sources), faces },
    figures: { id: table.id, ...shown, ...numbers, burnout_speed_status: trustOf(interceptor.burnout_speed_km_s) },
  };
}

/** What a deployment's place is called, and its points. */
function stand(kit: Kit, table: DeploymentTable, i: number, sources: Sources): { place: string; where: Spots } {
  if (table.site !== undefined) {
    const { site } = table;
    return at(["deployment", i, "site"], () => siteOf(kit, table.id, site, sources));
  }
  const what = table.area!;
  const place = typeof what === "string" ? what : "area";
  const name = place === "area" ? table.id : place;
  return { place, where: at(["deployment", i, "area"], () => area(kit, name, what, table.area_spacing_km ?? 100, "deployment", sources)) };
}

/** What a site is called, and its point; "site" where it has no name. `owner`: what stands there. */
function siteOf(kit: Kit, owner: string, site: string | SitePoint, sources: Sources): { place: string; where: Spots } {
  const found = siteNamed(kit, site);
  const { latitude_deg, longitude_deg } = found;
  if (typeof site === "string") {
    sources.entry(entry(kit, site, "site"), { latitude_deg, longitude_deg });
    return { place: site, where: { id: site, points: [[latitude_deg, longitude_deg]] } };
  }
  if (site.name && Object.hasOwn(kit.catalogue, site.name)) throw new ScenarioError(`site name ${site.name}: an id of the catalogue; allowed: a name of its own`);
  const source = site.source || "the scenario";
  sources.plain(`deployment.${owner}.site.latitude_deg`, latitude_deg, "assumed", source);
  sources.plain(`deployment.${owner}.site.longitude_deg`, longitude_deg, "assumed", source);
  return { place: site.name || "site", where: { id: owner, points: [[latitude_deg, longitude_deg]] } };
}

function launch(table: DeploymentTable, sources: Sources): Launch {
  const key = `deployment.${table.id}`;
  if (table.launch_delay_s !== "sensed") return { delay_s: sources.figure(`${key}.launch_delay_s`, table.launch_delay_s) };
  return {
    delay_s: null,
    sensors: table.sensors ?? [],
    decision_s: sources.figure(`${key}.decision_s`, table.decision_s ?? 0),
    reaction_s: sources.figure(`${key}.reaction_s`, table.reaction_s ?? 0),
  };
}

function heights(interceptor: InterceptorTable, kind: string, sources: Sources): [number, number | null] {
  const least = sources.figure(`${kind}.least_intercept_height_km`, interceptor.least_intercept_height_km ?? 0);
  const high = interceptor.greatest_intercept_height_km;
  return [least, high === undefined ? null : sources.figure(`${kind}.greatest_intercept_height_km`, high)];
}

function sensorsOf(kit: Kit, scenario: Scenario, sources: Sources): Sensor[] {
  const tables = scenario.sensor ?? [];
  for (const name of [...scenario.deployment.flatMap((d) => d.sensors ?? []), ...tables.flatMap((t) => t.cued_by ?? [])])
    if (!tables.some((t) => t.id === name)) throw noSuch("sensor", name, tables.map((t) => t.id));
  const wanted = scenario.deployment.filter((d) => d.launch_delay_s === "sensed").flatMap((d) => d.sensors ?? []);
  const needed = new Set(withCues(wanted, tables.map((t) => ({ id: t.id, cued_by: t.cued_by ?? [] }))));
  const out = new Map<string, Sensor>();
  while (out.size < needed.size) {
    const before = out.size;
    tables.forEach((t, i) => {
      if (needed.has(t.id) && !out.has(t.id) && (t.cued_by ?? []).every((c) => out.has(c))) out.set(t.id, sensor(kit, t, i, sources));
    });
    if (out.size === before) throw new ScenarioError("sensors that cue each other in a circle; allowed: a chain with a beginning", ["sensor"]);
  }
  return [...out.values()];
}

/** Noted where a sensor has one: most tell what they see at once. */
const reportDelay = (table: SensorTable, figure: (name: string, written: Written) => number): number => (table.report_delay_s === undefined ? 0 : figure("report_delay_s", table.report_delay_s));

function sensor(kit: Kit, table: SensorTable, i: number, sources: Sources): Sensor {
  const key = `sensor.${table.id}`;
  const figure = (name: string, written: Written): number => sources.figure(`${key}.${name}`, written);
  let [radar, delay]: [Radar | null, number | null] = [null, null];
  if (table.infrared !== undefined) {
    const { infrared } = table;
    const kind = at(["sensor", i, "infrared"], () => (typeof infrared === "string" ? (entry(kit, infrared, "infrared") as unknown as { detection_delay_s: Written }) : infrared));
    delay = figure("detection_delay_s", kind.detection_delay_s);
  } else {
    const kind = at(["sensor", i, "radar"], () => radarNamed(kit, table.radar!));
    const { where } = at(["sensor", i, "site"], () => siteOf(kit, table.id, table.site!, sources));
    radar = {
      latitude_deg: where.points[0][0],
      longitude_deg: where.points[0][1],
      height_km: figure("height_km", table.height_km ?? 0),
      range_km: figure("range_km", kind.range_km),
      // The sensor's own boresight, where it has one, goes before that of the kind of radar.
      boresight_deg: figure("boresight_deg", table.boresight_deg ?? kind.boresight_deg ?? 0),
      sector_deg: figure("sector_deg", kind.sector_deg ?? 360),
      least_elevation_deg: figure("least_elevation_deg", kind.least_elevation_deg ?? 0),
      greatest_elevation_deg: figure("greatest_elevation_deg", kind.greatest_elevation_deg ?? 90),
    };
  }
  return { id: table.id, radar, detection_delay_s: delay, track_s: figure("track_s", table.track_s ?? 10), cued_by: table.cued_by ?? [], cue_delay_s: figure("cue_delay_s", table.cue_delay_s ?? 0), report_delay_s: reportDelay(table, figure) };
}
