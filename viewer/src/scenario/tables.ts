/** A scenario as its file has it (docs/scenario.md), and what the page carries to work it out. The names of keys are the
 *  format's own. */

/** A figure as it may stand in a file: a number, or a table. */
export type Written =
  | number
  | {
      value: number;
      low?: number;
      high?: number;
      distribution?: "uniform" | "triangular" | "normal";
      standard_deviation?: number;
      status?: Status;
      source?: string;
      dissent?: { value: number; who: string; source?: string }[];
    };

export type Status = "found" | "recalled" | "assumed";
export type Polygon = [number, number][];

/** A zone's id, a polygon, or a table with its polygon and what is cut out of it. */
export type Drawn = string | Polygon | { polygon: Polygon; holes?: Polygon[] };

/** A site written out, WGS84 degrees. */
export interface SitePoint {
  latitude_deg: number;
  longitude_deg: number;
  name?: string;
  source?: string;
}

export interface BoosterTable {
  id: string;
  burnout_time_s: Written;
  burnout_height_km: Written;
  downrange_km: Written;
  greatest_range_km?: Written;
  greatest_burnout_speed_km_s?: Written;
}

export interface InterceptorTable {
  id: string;
  burnout_speed_km_s: Written;
  divert_km_s?: Written;
  burnout_height_km?: Written;
  burn_time_s?: Written;
  least_intercept_height_km?: Written;
  greatest_intercept_height_km?: Written;
  vehicle?: unknown;
}

export interface RadarTable {
  id: string;
  range_km: Written;
  boresight_deg: Written;
  sector_deg: Written;
  least_elevation_deg: Written;
  greatest_elevation_deg: Written;
}

export type BaseTable = string | { id: string; area: string | Polygon } | { id: string; latitude_deg: number; longitude_deg: number; field_radius_km?: Written };
export type AimTable = string | { id: string; polygon: Polygon; holes?: Polygon[] } | { id: string; latitude_deg: number; longitude_deg: number; radius_km: Written };

/** What some bases have together. */
export interface TotalTable {
  bases: string[];
  launchers?: Written;
  warheads: Written;
  source?: string;
  status?: Status;
}

export interface ForceTable {
  id?: string;
  name?: string;
  bases: BaseTable[];
  aims: AimTable[];
  booster: string | BoosterTable;
  flight_time_ratio?: number[];
  way?: "short" | "long";
  aim_spacing_km?: number;
  base_spacing_km?: number;
  accounts?: { base: string; launchers: Written; warheads: Written; some_empty?: boolean }[];
  account_totals?: TotalTable[];
  declaration?: string;
}

export interface DeploymentTable {
  id: string;
  name?: string;
  site?: string | SitePoint;
  area?: string | Polygon;
  interceptor: string | InterceptorTable;
  interceptors?: number;
  from?: number;
  until?: number;
  launch_delay_s: Written | "sensed";
  faces?: (string | number)[];
  sensors?: string[];
  decision_s?: Written;
  reaction_s?: Written;
  area_spacing_km?: number;
  look_s?: Written;
}

export interface SensorTable {
  id: string;
  radar?: string | RadarTable;
  infrared?: string | { id: string; detection_delay_s: Written };
  site?: string | SitePoint;
  height_km?: Written;
  boresight_deg?: Written;
  track_s?: Written;
  cued_by?: string[];
  cue_delay_s?: Written;
  report_delay_s?: Written;
}

export interface Scenario {
  format: "reassure-scenario/1";
  title: string;
  note?: string;
  force: ForceTable[];
  deployment: DeploymentTable[];
  sensor?: SensorTable[];
  missile?: unknown[];
  region?: unknown[];
}

/** An entry of the catalogue. `table` is the name of its table there: "base", "site", "zone" and so on. */
export interface Entry {
  table: string;
  id: string;
  name: string;
  status: Status;
  source?: string;
  [key: string]: unknown;
}

/** What a page carries so that it can work out this scenario, and others made of the same things. */
export interface Kit {
  format: "reassure-kit/1";
  name: string; // The scenario's, as a command names it.
  scenario: Scenario;
  catalogue: Record<string, Entry>;
  areas: Record<string, AreaKit>; // By `areaKey`.
  samples: Record<string, number[]>; // By `sampleKey`: latitude and longitude, one after the other, deg.
  words: { version: string; assumptions: string[]; slanted: string; reasons: string[] };
}

/** An area: its size, its rim and those of what is cut out of it, deg. */
export interface AreaKit {
  area_km2: number;
  rim: [number, number][];
  holes?: [number, number][][];
}

/** How a page names an area: a zone by its id, a polygon by its corners, and those of its holes. */
export const areaKey = (area: Drawn): string =>
  typeof area === "string" ? area : Array.isArray(area) ? JSON.stringify(area) : [area.polygon, ...(area.holes ?? [])].map((ring) => JSON.stringify(ring)).join("");

/** How a page names the points that stand for an area, `spacing` km apart. */
export const sampleKey = (area: Drawn, spacing: number): string => `${areaKey(area)}@${spacing}`;
