// Made by scripts/viewer_types.py from src/reassure/report/html/view.py: change it there, and run the script.

/** A file that a page carries inside: a scenario in TOML. */
export interface Attachment {
  name: string; // Without a folder.
  text: string;
}

/** The values at which an answer flips; null where there is none (NaN before it is written). */
export interface Critical {
  burnout_speed_km_s: number | null;
  launch_delay_s: number | null;
  after_burnout_s: number | null;
}

/** What flyouts of one deployment's vehicle make of the flights that it faces. */
export interface EstimateSummary {
  vehicle: string | null; // null: no vehicle is named for its interceptor.
  vehicle_burnout_speed_km_s?: number; // What the vehicle flies with, whatever the interceptor's burnout speed is; null without a vehicle, and in files from before this was said.
  share_within_reach: number; // Of the flights that it faces, those with a witness.
  latest_launch_s: number | null; // The latest launch that still gets to any flight, s after that flight's launch; null: no launch does.
  latest_flight: number | null; // The flight of that launch, an index into flights; null where there is none.
  most_shots: number; // The most interceptors that could meet one flight one after another, with a look at the outcome in between.
}

/** A deployment's figures, and its answer in numbers and words. */
export interface DeploymentView {
  id: string;
  name: string; // What people call it.
  place: string; // The id of its site or zone in the catalogue, or a site's own name; "site" or "area" where it has none.
  place_name: string; // What people call its place.
  interceptor: string; // Its id.
  interceptors: number | null; // How many there are; null: nobody says. Neither number nor years enter a margin.
  from: number | null; // The first year in which it is there; null: from the beginning.
  until: number | null; // The last year in which it is there; null: it stays.
  burnout_speed_km_s: number; // Relative to the turning Earth.
  burnout_speed_status: "found" | "recalled" | "assumed";
  divert_km_s: number; // Added to the burnout speed, in whatever direction.
  burnout_height_km: number; // Of the ideal interceptor, straight above its site, over the WGS84 ellipsoid.
  burn_time_s: number; // From the ideal interceptor's launch to its burnout.
  launch_delay_s: number | null; // null: sensed, flight by flight.
  least_margin_km_s: number | null; // The least over the flights that it faces; null: no arc meets any.
  worst_flight: number | null; // The flight of least margin; null: no arc meets any.
  latest_flight: number | null; // The flight that leaves most time: the latest launch; null: none is in reach.
  share_out_of_reach: number; // Of the flights that it faces those with a margin above 0 or with no arc at all, 0 to 1.
  out_of_reach: string; // The share in words.
  weighed?: string; // The share of the accountable force that is out of reach, in words; null: not asked for.
  critical: Critical;
  words: string; // The answer in a sentence.
  latest_name: string | null; // How sentences name latest_flight.
  estimate: EstimateSummary | null; // null: no estimate was asked for.
}

/** A flight time ratio, and what such a flight is called. */
export interface FlightShape {
  ratio: number; // Free-flight time over that of the minimum-energy flight.
  words: string;
}

/** A number for each flight; one number, or null, where all are the same. */
export type Packed = (number | null)[] | number | null;

/** All flights. Where a list has a number for each flight and all are the same, that number stands in its place. */
export interface ViewFlights {
  count: number; // How many flights: one number for each in a list, two in one of places, three in one of vectors.
  bases: string[];
  aims: string[];
  shapes: FlightShape[];
  base: number[]; // Of each flight, its place in bases, from 0.
  aim: number[]; // Its place in aims, from 0.
  shape: number[]; // Its place in shapes, from 0.
  base_place: number[]; // Latitude and longitude, one after the other, in steps of 1e-4 deg.
  aim_place: number[]; // As base_place, of the point of the aim region that the flight goes to.
  burnout_time: Packed; // Of the flight's booster, after its launch, in tenths of a second.
  flight_time: Packed; // From launch to the end, in tenths of a second.
  burnout_speed: Packed; // Relative to the turning Earth, in m/s.
  position: number[]; // Of the burnout, Earth-fixed x, y and z one after the other, in tens of metres.
  velocity: number[]; // Inertial, along the Earth-fixed axes of that instant; x, y and z, in cm/s.
}

/** Each deployment against each flight: a list for each deployment, with a number for each flight, or the one number that all have. */
export interface ViewPairs {
  margin: Packed[]; // Required less burnout speed and divert, in steps of 0.1 m/s, rounded down; null: no arc.
  launch: Packed[]; // The interceptor's launch for the meeting of least speed, s after the flight's launch.
  intercept: Packed[]; // That meeting, s after the flight's launch.
  latest: Packed[]; // Critical launch delay, in tenths of a second, rounded up.
  site: Packed[]; // The place in the deployment's list of sites, from 0; -1 for none.
  sites: [number, number][][]; // For each deployment the places that interceptors leave from: latitude and longitude, deg.
  reason: Packed[]; // Why a critical value is missing: the place in reasons, from 0.
  reasons: string[]; // Empty where nothing is missing.
  not_faced: number; // The place in reasons of a pair that counts for nothing, as the deployment does not face the flight.
}

/** What flyouts make of each pair: a list for each deployment, with a number for each flight, or the one number that all have. */
export interface ViewEstimate {
  within: Packed[]; // 1 where a witness was found, else 0.
  latest: Packed[]; // The latest launch that still gets there, s after the flight's launch.
  launch: Packed[]; // The witness's launch, s after the flight's launch; null: no witness.
  intercept: Packed[]; // The witness's intercept, s after the flight's launch; null: no witness.
  shots: Packed[]; // How many follow one another, each after a look at the last.
  reason: Packed[]; // Why the flight is not within reach: the place in reasons, from 0.
  reasons: string[]; // Empty where it is.
  vehicles: (string | null)[]; // The vehicle of each deployment by its id; null: none.
}

/** A base, an aim region or a deployment: a single point, or the rim of an area. */
export interface Area {
  kind: "base" | "aim" | "deployment";
  id: string;
  rim: [number, number][];
  name?: string; // What people call it; null: as the catalogue has it under its id, or the id in words.
  holes?: [number, number][][]; // The rims of what is cut out of it, as islands of a sea; left out where there is nothing.
}

/** The ground below all points at one height that a radar sees. */
export interface Coverage {
  height_km: number; // Above the ellipsoid.
  rim: [number, number][];
  holes?: [number, number][][]; // Of a radar that looks all round, the ground below what passes above its greatest elevation.
}

/** A radar: its place, and its sector on the ground. */
export interface TheatreSite {
  id: string;
  latitude_deg: number;
  longitude_deg: number;
  range_km: number;
  boresight_deg: number; // Azimuth of the sector's middle, from north to east; sector_deg is the whole width.
  sector_deg: number;
  rim: [number, number][];
  coverage?: Coverage[]; // What it sees at some heights, rising; none where it sees nothing there, or where a file does not say.
}

/** All areas and radars of an answer, and how far the interceptors of each deployment could fly. */
export interface Theatre {
  areas: Area[];
  radars: TheatreSite[];
  reach_km: (number | null)[]; // For each deployment, the greatest ground distance at which an arc of its available speed comes down; null: it does not come down.
}

/** One deployment: at each launch delay (s) the least required speed (km/s) over the flights that it faces. */
export interface Curve {
  flights: number; // How many flights it is over.
  delay_s: number[];
  required_speed_km_s: (number | null)[];
}

/** A figure that was drawn: its value, and the ends and the kind of its distribution, in the unit of its key. */
export interface FigureDrawn {
  key: string;
  value: number;
  low: number;
  high: number;
  distribution: string;
  standard_deviation?: number; // Of a normal distribution; null of others.
}

/** A share, 0 to 1, and the ends of the confidence interval around it. */
export interface Share {
  value: number;
  low: number;
  high: number;
}

/** How much of the variance of a deployment's least margin a figure accounts for: Sobol's indices, 0 to 1 but for noise. */
export interface Influence {
  key: string;
  first: number;
  first_half_width: number;
  total: number;
  total_half_width: number;
}

/** One deployment over all draws. */
export interface DeploymentUncertainty {
  id: string;
  share_within_reach: Share; // Of the flights, those that the ideal interceptor reaches.
  share_of_draws_that_reach_a_closest_flight: Share; // Of the draws, those in which it reaches one of the flights that are closest by the figures as they stand: no fewer draws reach some flight of the whole force.
  least_margin_km_s: {
    p05: number | null; // Percentiles over the draws of the least margin to the closest flights: 5, 50 and 95 per cent of the draws have no more. null: in that draw no arc meets one.
    p50: number | null;
    p95: number | null;
  };
  estimate_share_within_reach?: Share; // Of the flights, those that a flyout with a witness reaches.
  influences: Influence[];
  no_influences: string | null; // Why there are none; empty where there are some.
}

/** An assessment repeated with all figures that have an interval or a distribution drawn at random, together. */
export interface Uncertainty {
  draws: number;
  most_draws: number; // After which drawing stops in any case.
  stopped: string; // Why no more draws were made, in words.
  seed: number;
  confidence: number;
  tolerance: number; // Half width of an interval, as a share, at which drawing stops.
  widest_half_width: number; // The greatest half width of an interval around a share of flights within reach.
  flights_per_draw: number; // How many of the flights are answered in each draw.
  flights: number;
  closest_flights: number;
  base_draws: number; // Base samples of Saltelli's scheme, from which the influences come.
  figures: FigureDrawn[];
  deployments: DeploymentUncertainty[];
}

/** Flights from one base to one aim, of one shape, that were asked for and do not exist: how many, and why. */
export interface MissingFlight {
  base: string;
  aim: string;
  flight_time_ratio: number;
  count: number;
  reason: string;
}

/** Another value for a figure, who holds it, and where. */
export interface DissentUsed {
  value: number;
  who: string;
  source: string;
}

/** A figure that the answer rests on. Its unit is the end of its key. */
export interface FigureUsed {
  key: string; // Kind, id and name: "interceptor.sm3-iia.burnout_speed_km_s".
  value: number; // Some figures are whole numbers: areas, say, in km^2.
  status: "found" | "recalled" | "assumed";
  source: string;
  low?: number; // null, as high then is: it has no interval.
  high?: number;
  distribution?: "uniform" | "triangular" | "normal"; // null: uniform over the interval, or certain where there is none.
  standard_deviation?: number; // null: the distribution is not normal.
  dissent?: DissentUsed[]; // Other values, who holds each, and the source.
}

/** What became of all clauses of an interceptor against a base. */
export interface PairVerdict {
  interceptor: string;
  base: string;
  verdict: string; // Reachable where a clause is; else undecided where one is; else proved.
  clauses: number;
  leaves: number; // Of all proofs together; 0 where it is not proved.
  speed_km_s: number | null; // The lowest speed of a witness, where there is one.
  gap_m_s: number | null; // By how much a proof was short where the search stopped: the most of undecided clauses.
  reason: string; // Why no proof was looked for, or why the checker does not accept it; empty where neither.
  limit_km_s: number | null; // The interceptor's greatest burnout speed in the claim.
  found_km_s: number | null; // Of a proved pair: the lowest speed with which descents from its smallest leaves got to a flight. The true limit lies between the claim's and this one. null: not looked for, or no meeting was found.
  by_line: number; // Leaves that the straight line settles; by_energy: the energy; by_arc: a reference arc.
  by_energy: number;
  by_arc: number;
  hardest_aim_deg: [number, number] | null; // Latitude and longitude of the middle of the cell of aims that took most leaves; hardest_leaves: how many.
  hardest_leaves: number;
}

/** A certificate's file, what the checker said of it, and whether it accepts every clause. */
export interface Proof {
  file: string;
  said: string;
  proved: boolean;
  pairs: PairVerdict[]; // What became of each interceptor against each base; empty of certificates of earlier versions.
}

/** The cells of a footprint that have a flight. */
export interface FootprintView {
  deployment: string; // Its id.
  missile: string; // The id of the missile whose flights are met.
  of: string; // "area protected" or "launch area denied".
  share_covered: number | null; // 0 to 1, of the area of the cells that have a flight; null: none has one.
  area_km2: number; // Covered.
  kinds: string[];
  kind: number[]; // Places in the list of kinds.
  place: number[] | null; // Latitude and longitude, one after the other, in steps of 1e-3 deg; null where no cell has a flight.
  margin: Packed; // Launch delay less the latest launch, s; below 0 where covered; null: no launch gets there.
  cell_km: number;
}

/** What was fulfilled of an agreement: the report on the tasks fulfilled. */
export interface KeptView {
  title: string;
  answer: string;
  heads: string[];
  rows: string[][]; // Each limit and duty: what, by whom it is owed, the verdict, since when, and the probability that it is kept.
  rests_on: string[]; // What each verdict rests on, a sentence or more.
}

/** All that the viewer shows. */
export interface View {
  format: "reassure-view/1";
  title: string; // Of the scenario, with what was set by hand.
  version: string; // Of the program.
  sha256: string; // Of the scenario's content.
  command: string; // What gives the same answer in a terminal.
  files: Attachment[]; // What the command needs.
  seed: number | null;
  verdict: string; // The answer in one sentence: it begins "Yes", "No" or "It depends".
  names: Record<string, string>; // What people call a base, an aim, an interceptor, a radar, a vehicle or a missile, by its id.
  decisive: number; // The deployment that the verdict rests on: its place in deployments, from 0.
  slanted: string; // Why a flyout may reach what the ideal interceptor does not.
  assumptions: string[];
  deployments: DeploymentView[];
  flights: ViewFlights;
  pairs: ViewPairs;
  estimate: ViewEstimate | null;
  theatre: Theatre | null;
  curves: Curve[] | null;
  uncertainty: Uncertainty | null;
  missing: MissingFlight[];
  sources: FigureUsed[];
  proofs: Proof[]; // Certificates; those that the page holds lie in elements of their own, numbered as here.
  certificates_beside: string | null; // The folder, from where the page lies, in which the certificates are too; null: nobody knows.
  footprints: FootprintView[];
  kept?: KeptView;
  weighing?: string[]; // What the shares of the accountable force are weighed by, in sentences; null: not asked for.
}
