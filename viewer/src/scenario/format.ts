/** The scenario format, version 1, as data (src/reassure/scenario/model.py, parts.py and catalog/*.py; docs/scenario.md). One
 *  table says what may stand where: `check.ts` holds a file to it, `fingerprint.ts` writes a scenario with its defaults by it. */

export type Spec =
  | { is: "text"; pattern?: RegExp; least?: number; most?: number; oneLine?: boolean; readable?: boolean }
  | { is: "number"; low: number; high: number }
  | { is: "whole"; low: number; high: number }
  | { is: "flag" }
  | { is: "choice"; of: string[] }
  | { is: "figure"; low: number; high: number; unit: string; whole?: boolean }
  | { is: "list"; of: Spec; least: number; most: number }
  | { is: "polygon" }
  | { is: "force" }
  | { is: "drag" }
  | { is: "table"; fields: Fields }
  | { is: "either"; pick: (value: unknown) => Spec | null; allowed: string };

/** A key of a table: what may stand there, and what stands for it where it is left out; `needed`: it may not be. */
export interface Field {
  spec: Spec;
  needed?: boolean;
  absent?: unknown;
}

export type Fields = Record<string, Field>;
export type TableSpec = Spec & { is: "table" };

const NAME: Spec = { is: "text", pattern: /^[a-z0-9][a-z0-9-]{0,62}$/ };
const ID: Spec = { is: "text" };
const LATITUDE: Spec = { is: "number", low: -90, high: 90 };
const LONGITUDE: Spec = { is: "number", low: -180, high: 180 };
const SPACING: Spec = { is: "number", low: 1, high: 5000 };
const RATIO: Spec = { is: "number", low: 0.3, high: 5 };
const YEAR: Spec = { is: "whole", low: 1900, high: 2200 };
const figure = (low: number, high: number, unit: string, whole = false): Spec => ({ is: "figure", low, high, unit, ...(whole ? { whole } : {}) });
const list = (of: Spec, least: number, most: number): Spec => ({ is: "list", of, least, most });
const needed = (spec: Spec): Field => ({ spec, needed: true });
const may = (spec: Spec, absent: unknown = null): Field => ({ spec, absent });
const table = (fields: Fields): TableSpec => ({ is: "table", fields });

const isText = (value: unknown): value is string => typeof value === "string";
const isTable = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const ID_OR_TABLE = "allowed: a catalogue id (text), or a table";
const tableOf = (value: unknown, mark: string, marked: Spec, other: Spec): Spec | null => (isTable(value) ? (mark in value ? marked : other) : null);

/** An id of the catalogue, or one of two tables: the one where `mark` is a key, or else the other. */
const idOrOne = (mark: string, marked: Spec, other: Spec): Spec => ({ is: "either", pick: (v) => (isText(v) ? ID : tableOf(v, mark, marked, other)), allowed: ID_OR_TABLE });

/** An id of the catalogue, or a table. */
const idOr = (other: Spec): Spec => idOrOne("", other, other);

/** A zone's id, or a polygon. */
const AREA: Spec = { is: "either", pick: (v) => (isText(v) ? ID : { is: "polygon" }), allowed: "" };

export const BOOSTER = table({
  id: needed(NAME),
  burnout_time_s: needed(figure(1, 1200, "s")),
  burnout_height_km: needed(figure(0, 2000, "km")),
  downrange_km: needed(figure(0, 5000, "km")),
  greatest_range_km: may(figure(50, 40000, "km")),
  greatest_burnout_speed_km_s: may(figure(0.1, 15, "km/s")),
});

const STAGE = table({
  propellant_kg: needed(figure(1, 1e6, "kg")),
  dry_kg: needed(figure(0, 1e6, "kg")),
  burn_time_s: needed(figure(0.5, 600, "s")),
  vacuum_specific_impulse_s: needed(figure(100, 500, "s")),
  exit_area_m2: may(figure(0, 20, "m2"), 0),
  coast_s: may(figure(0, 600, "s"), 0),
});

const VEHICLE = table({
  id: needed(NAME),
  payload_kg: needed(figure(1, 1e5, "kg")),
  reference_area_m2: needed(figure(1e-3, 50, "m2")),
  vertical_rise_s: needed(figure(0.1, 120, "s")),
  drag: needed({ is: "drag" }),
  stage: needed(list(STAGE, 1, 8)),
});

export const INTERCEPTOR = table({
  id: needed(NAME),
  burnout_speed_km_s: needed(figure(0.1, 15, "km/s")),
  divert_km_s: may(figure(0, 5, "km/s"), 0),
  burnout_height_km: may(figure(0, 1000, "km"), 0),
  burn_time_s: may(figure(0, 600, "s"), 0),
  least_intercept_height_km: may(figure(0, 10000, "km"), 0),
  greatest_intercept_height_km: may(figure(0, 10000, "km")),
  vehicle: may(idOr(VEHICLE)),
});

const SITE_POINT = table({
  latitude_deg: needed(LATITUDE),
  longitude_deg: needed(LONGITUDE),
  name: may({ is: "text", most: 200, readable: true, oneLine: true }, ""),
  source: may({ is: "text", most: 1000, readable: true }, ""),
});

const ACCURACY = table({
  range_noise_m: needed(figure(0, 100000, "m")),
  angle_noise_deg: needed(figure(0, 10, "deg")),
  range_rate_noise_m_s: may(figure(0, 10000, "m/s")),
  range_bias_m: needed(figure(0, 100000, "m")),
  angle_bias_deg: needed(figure(0, 10, "deg")),
  look_interval_s: needed(figure(0.01, 600, "s")),
});

const RADAR = table({
  id: needed(NAME),
  range_km: needed(figure(1, 50000, "km")),
  sector_deg: may(figure(1, 360, "deg"), 360),
  boresight_deg: may(figure(-180, 360, "deg"), 0),
  least_elevation_deg: may(figure(-5, 90, "deg"), 0),
  greatest_elevation_deg: may(figure(-5, 90, "deg"), 90),
  accuracy: { spec: ACCURACY },
});

const INFRARED = table({ id: needed(NAME), detection_delay_s: needed(figure(0, 1200, "s")) });

const BASE_AREA = table({ id: needed(NAME), area: needed(AREA) });
const BASE_DISC = table({ id: needed(NAME), latitude_deg: needed(LATITUDE), longitude_deg: needed(LONGITUDE), field_radius_km: may(figure(0, 500, "km"), 0) });
const AIM_POLYGON = table({ id: needed(NAME), polygon: needed({ is: "polygon" }), holes: { spec: list({ is: "polygon" }, 0, 1000) } });
const AIM_DISC = table({ id: needed(NAME), latitude_deg: needed(LATITUDE), longitude_deg: needed(LONGITUDE), radius_km: needed(figure(0, 5000, "km")) });

const BASE = idOrOne("area", BASE_AREA, BASE_DISC);
const AIM = idOrOne("polygon", AIM_POLYGON, AIM_DISC);
const REGION: Spec = { is: "either", pick: (v) => tableOf(v, "polygon", AIM_POLYGON, AIM_DISC), allowed: ID_OR_TABLE };
const LAUNCH: Spec = { is: "either", pick: (v) => (isText(v) ? ID : Array.isArray(v) ? { is: "polygon" } : isTable(v) ? SITE_POINT : null), allowed: "allowed: a zone's id (text), a polygon, or a table" };
const DELAY: Spec = { is: "either", pick: (v) => (isText(v) ? (v === "sensed" ? { is: "choice", of: ["sensed"] } : null) : figure(0, 7200, "s")), allowed: 'allowed: seconds after the flight\'s launch, 0 to 7200, or "sensed"' };

const ACCOUNT = table({
  base: needed(NAME),
  launchers: needed(figure(1, 10000, "launchers", true)),
  warheads: needed(figure(1, 100000, "warheads", true)),
  some_empty: may({ is: "flag" }, false),
});

const TOTAL = table({
  bases: needed(list(NAME, 1, 500)),
  launchers: may(figure(1, 10000, "launchers", true)),
  warheads: needed(figure(0, 100000, "warheads", true)),
  source: may({ is: "text", most: 1000, readable: true }, ""),
  status: may({ is: "choice", of: ["found", "recalled", "assumed"] }),
});

/** What people call a thing; a scenario without it keeps the hash that it had before the format knew it. */
const CALLED: Field = { spec: { is: "text", least: 1, most: 100, readable: true, oneLine: true } };

const FORCE = table({
  id: may(NAME),
  name: CALLED,
  bases: needed(list(BASE, 1, 500)),
  aims: needed(list(AIM, 1, 100)),
  booster: needed(idOr(BOOSTER)),
  flight_time_ratio: may(list(RATIO, 1, 50), [1]),
  way: may({ is: "choice", of: ["short", "long"] }, "short"),
  aim_spacing_km: may(SPACING, 500),
  base_spacing_km: may(SPACING, 500),
  accounts: may(list(ACCOUNT, 0, 500), []),
  account_totals: { spec: list(TOTAL, 1, 100) },
  declaration: { spec: NAME },
});

const TRACK = figure(0, 3600, "s");

const MISSILE = table({
  id: needed(NAME),
  launch: needed(LAUNCH),
  booster: needed(idOr(BOOSTER)),
  range_km: needed(figure(50, 15000, "km")),
  flight_time_ratio: may(list(RATIO, 1, 10), [1]),
  spacing_km: may(SPACING, 500),
});

const SENSOR = table({
  id: needed(NAME),
  radar: may(idOr(RADAR)),
  infrared: may(idOr(INFRARED)),
  site: may(idOr(SITE_POINT)),
  height_km: may(figure(0, 10, "km"), 0),
  boresight_deg: may(figure(-180, 360, "deg")),
  track_s: may(TRACK, 10),
  cued_by: may(list(NAME, 0, 50), []),
  cue_delay_s: may(TRACK, 0),
  report_delay_s: may(TRACK, 0),
});

const DEPLOYMENT = table({
  id: needed(NAME),
  name: CALLED,
  site: may(idOr(SITE_POINT)),
  area: may(AREA),
  interceptor: needed(idOr(INTERCEPTOR)),
  interceptors: may({ is: "whole", low: 0, high: 100000 }),
  from: may(YEAR),
  until: may(YEAR),
  launch_delay_s: needed(DELAY),
  faces: may(list({ is: "force" }, 1, 100)),
  sensors: may(list(NAME, 0, 100), []),
  decision_s: may(TRACK, 0),
  reaction_s: may(TRACK, 0),
  area_spacing_km: may(SPACING, 100),
  look_s: may(TRACK, 30),
});

/** A whole file. */
export const SCENARIO = table({
  format: needed({ is: "choice", of: ["reassure-scenario/1"] }),
  title: needed({ is: "text", least: 1, most: 300, readable: true, oneLine: true }),
  note: may({ is: "text", most: 5000, readable: true }, ""),
  force: needed(list(FORCE, 1, 100)),
  missile: may(list(MISSILE, 0, 50), []),
  region: may(list(REGION, 0, 50), []),
  sensor: may(list(SENSOR, 0, 200), []),
  deployment: needed(list(DEPLOYMENT, 1, 500)),
});
