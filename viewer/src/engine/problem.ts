/** What the engine is given: a scenario worked out, as plain data with its units in the names. Written by
 *  viewer/src/scenario/resolve.ts, and for tests by tests/viewer/problem.py (`reassure-problem/1`); tests/viewer/test_problem.py holds the
 *  two together. Degrees are WGS84. */

/** A base, an aim or a deployment by its id, and the points that stand for it: latitude and longitude, deg, at height 0. */
export interface Spots {
  id: string;
  points: [number, number][];
}

/** Where a flight's boost ends, which way round the flight then goes, and what is beyond the booster. */
export interface Boost {
  /** The booster's. */
  id: string;
  /** From the flight's launch. */
  burnout_time_s: number;
  /** Above the ellipsoid. */
  burnout_height_km: number;
  /** Along the geodesic from the base to the point below the burnout. */
  downrange_km: number;
  /** Round the Earth's centre by more than half a turn, and not by less. */
  long_way: boolean;
  /** Along the ground from base to aim. Null: no flight is too far. */
  greatest_range_km: number | null;
  /** Relative to the turning Earth. Null: no flight is too fast. */
  greatest_burnout_speed_km_s: number | null;
}

/** Flights: from every origin to every aim point, in every shape. They are numbered from 0 with the shape changing
 *  slowest, then the origin, then the aim. */
export interface Force {
  origins: Spots[];
  aims: Spots[];
  boost: Boost;
  /** Shapes: free-flight times over that of least burnout speed. */
  flight_time_ratio: number[];
}

/** A launch a given time after every flight's own. */
export interface GivenDelay {
  delay_s: number;
}

/** A launch that waits for sensors, flight by flight: for a track of one of them (ids), then for the decision to commit,
 *  then for the reaction to it. */
export interface SensedDelay {
  delay_s: null;
  sensors: string[];
  decision_s: number;
  reaction_s: number;
}

export type Launch = GivenDelay | SensedDelay;

/** A deployment of interceptors. */
export interface Battery {
  /** The deployment's. */
  id: string;
  /** One point for a site; for ships the points that stand for their area. */
  place: Spots;
  /** Relative to the turning Earth. */
  burnout_speed_km_s: number;
  /** Added to the burnout speed, in whatever direction. */
  divert_km_s: number;
  /** Of the ideal interceptor, straight above its site, over the ellipsoid. */
  burnout_height_km: number;
  /** From the ideal interceptor's launch to its burnout. */
  burn_time_s: number;
  /** An intercept counts between these, the ends included; null: no greatest height. */
  intercept_heights_km: [number, number | null];
  launch: Launch;
  /** The forces it faces: where they stand in the problem, counted from 0, rising. */
  faces: number[];
}

/** What a radar sees: its site (km above the ellipsoid), range, the middle and the whole width of its sector of azimuths,
 *  and between which elevations. */
export interface Radar {
  latitude_deg: number;
  longitude_deg: number;
  height_km: number;
  range_km: number;
  /** Clockwise from north. */
  boresight_deg: number;
  sector_deg: number;
  least_elevation_deg: number;
  greatest_elevation_deg: number;
}

/** A sensor: a radar, or infrared satellites with their `detection_delay_s`. One of them is null. */
export interface Sensor {
  id: string;
  radar: Radar | null;
  /** From a flight's launch. */
  detection_delay_s: number | null;
  /** How long a flight is in view without a break before it is tracked. */
  track_s: number;
  /** Ids of sensors; empty: it looks from the launch on. */
  cued_by: string[];
  /** From the first track of those that cue it until it looks. */
  cue_delay_s: number;
  /** From its track until the others know of it. */
  report_delay_s: number;
}

/** A scenario, worked out. */
export interface Problem {
  format: "reassure-problem/1";
  forces: Force[];
  /** In the scenario's order. */
  batteries: Battery[];
  /** Those that some sensed delay needs, each after those that cue it. */
  sensors: Sensor[];
}
