/** Where everything of a scenario stands, for maps (src/reassure/engagement/theatre.py). */

import { coverages } from "../engine/coverage";
import { ahead } from "../engine/geodesics";
import type { Problem, Radar } from "../engine/problem";
import { reachKm } from "../engine/reach";
import { valueOf } from "../scenario/figure";
import { areaNamed, baseNamed, idOf, siteNamed } from "../scenario/lookup";
import { submarinesIn } from "../scenario/names";
import type { AimTable, AreaKit, BaseTable, Kit, Scenario } from "../scenario/tables";
import type { Area, Theatre, TheatreSite } from "../types";

const SECTOR_STEPS = 60; // straight pieces of a sector's arc
const HORIZON_KM = 10_000; // a quarter of the way round
const EDGE_KM = 50; // between points of a disc's rim
const DISC_STEPS = 36; // the fewest of them

/** The places of a scenario and of what it came to. */
export function theatre(kit: Kit, scenario: Scenario, problem: Problem): Theatre {
  const areas = new Map<string, Area>();
  const add = (area: Area): void => {
    const key = `${area.kind} ${area.id}`;
    if (!areas.has(key)) areas.set(key, area);
  };
  for (const force of scenario.force) {
    for (const base of force.bases) add(baseArea(kit, base));
    for (const aim of force.aims) add({ kind: "aim", id: idOf(aim), ...aimEdges(kit, aim) });
  }
  for (const table of scenario.deployment) {
    const site = table.site === undefined ? null : siteNamed(kit, table.site);
    add({ kind: "deployment", id: table.id, ...(site ? { rim: [[site.latitude_deg, site.longitude_deg]] } : edges(areaNamed(kit, table.area!))) });
  }
  return {
    areas: [...areas.values()],
    radars: problem.sensors.flatMap((s) => (s.radar ? [radarSite(s.id, s.radar)] : [])),
    reach_km: problem.batteries.map((b) => rounded(reachKm(b.burnout_speed_km_s + b.divert_km_s))),
  };
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(3)));

function baseArea(kit: Kit, base: BaseTable): Area {
  if (typeof base === "object" && "area" in base) {
    const area: Area = { kind: "base", id: base.id, ...edges(areaNamed(kit, base.area)) };
    if (typeof base.area === "string") area.name = submarinesIn(kit, base.area);
    return area;
  }
  const found = baseNamed(kit, base);
  return { kind: "base", id: found.id, rim: [[found.latitude_deg, found.longitude_deg]] };
}

type Edges = Pick<Area, "rim" | "holes">;

const edges = ({ rim, holes }: AreaKit): Edges => (holes ? { rim, holes } : { rim });

function aimEdges(kit: Kit, aim: AimTable): Edges {
  if (typeof aim === "string" || "polygon" in aim) return edges(areaNamed(kit, aim));
  const radius = valueOf(aim.radius_km);
  if (radius === 0) return { rim: [[aim.latitude_deg, aim.longitude_deg]] };
  const pieces = Math.max(DISC_STEPS, Math.ceil((2 * Math.PI * radius) / EDGE_KM));
  return { rim: around(aim.latitude_deg, aim.longitude_deg, Array.from({ length: pieces }, (_, k) => (k * 360) / pieces), radius) };
}

function around(latitude: number, longitude: number, azimuths: number[], distance: number): [number, number][] {
  const out = new Float64Array(3);
  return azimuths.map((azimuth) => {
    ahead(latitude, longitude, azimuth, distance, out);
    return [Number(out[0].toFixed(4)), Number(out[1].toFixed(4))];
  });
}

/** A radar with the rim of its sector on the ground; a sector of less than a whole turn begins at its site. */
function radarSite(id: string, radar: Radar): TheatreSite {
  const { latitude_deg, longitude_deg, range_km, boresight_deg, sector_deg } = radar;
  const round = sector_deg >= 360;
  const azimuths = Array.from({ length: SECTOR_STEPS + (round ? 0 : 1) }, (_, k) => boresight_deg - 0.5 * sector_deg + (sector_deg * k) / SECTOR_STEPS);
  const arc = around(latitude_deg, longitude_deg, azimuths, Math.min(range_km, HORIZON_KM));
  const coverage = coverages(radar).map(({ holes, ...rest }) => (holes.length ? { ...rest, holes } : rest));
  return { id, latitude_deg, longitude_deg, range_km, boresight_deg, sector_deg, rim: round ? arc : [[latitude_deg, longitude_deg], ...arc], ...(coverage.length ? { coverage } : {}) };
}
