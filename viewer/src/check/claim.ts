/** Reading and validating a claim (certificate.md, section 1). */
import { Num, compare, enclose, fraction, rational as rat } from './exact';
import { Range } from './earth';
import { Json, Malformed, parseJson } from './json';
import { sha256 } from './sha256';

/** Numbers are kept as they were written. */
export type Decimal = string;
export interface CellText { south: Decimal; north: Decimal; west: Decimal; east: Decimal }
export interface Interceptor {
  id: string; places: CellText[]; earliest: Decimal; speed: Decimal; divert: Decimal; distance: Decimal; height: Decimal;
}
export interface Aim extends CellText { shortest: Decimal; longest: Decimal; leadShort: Decimal; leadLong: Decimal }
export interface Flights {
  id: string; base: CellText; field: Decimal; time: [Decimal, Decimal]; height: [Decimal, Decimal];
  distance: [Decimal, Decimal]; sideways: Decimal; aims: Aim[];
}
export interface Clause { interceptor: number; flights: number }
export interface Claim {
  title: string; perturbation: Decimal; keepAbove: Decimal; earth: Map<string, Decimal>;
  interceptors: Interceptor[]; flights: Flights[]; clauses: Clause[]; hash: string;
}

export const CLAIM_LIMIT = 20_000_000;
const EARTH: [string, Decimal][] = [
  ['mu_m3_s2', '3.986004418e14'], ['rotation_rad_s', '7.292115e-5'],
  ['equatorial_radius_m', '6378137'], ['polar_radius_m', '6356752.3142'],
];

function wrong(where: string, what: string): never { throw new Malformed(`claim, ${where}: ${what}`); }

function table(v: Json | undefined, where: string, keys: string[]): Map<string, Json> {
  if (!(v instanceof Map)) wrong(where, 'should be a table');
  for (const k of v.keys()) if (!keys.includes(k)) wrong(where, `unknown key ${JSON.stringify(k.slice(0, 50))}; allowed are ${keys.join(', ')}`);
  for (const k of keys) if (!v.has(k)) wrong(where, `the key ${k} is missing`);
  return v;
}
function list(v: Json | undefined, where: string, least: number, most: number): Json[] {
  if (!Array.isArray(v)) wrong(where, 'should be a list');
  if (v.length < least || v.length > most) wrong(where, `has ${v.length} entries; ${least} to ${most} are allowed`);
  return v;
}
/** low <= number <= high, or low < number with `above`. */
function number(v: Json | undefined, where: string, low: string, high: string, above = false): Decimal {
  if (!(v instanceof Num)) wrong(where, 'should be a number');
  const a = compare(v.text, low), b = compare(v.text, high);
  if (a < 0 || (above && a === 0) || b > 0) wrong(where, `${v.text} is not ${above ? 'above' : 'from'} ${low}${above ? ' and at most' : ' to'} ${high}`);
  return v.text;
}
function pair(v: Json | undefined, where: string, low: string, high: string, above = false): [Decimal, Decimal] {
  const l = list(v, where, 2, 2);
  const a = number(l[0], where, low, high, above), b = number(l[1], where, low, high, above);
  if (compare(a, b) > 0) wrong(where, `${a} is above ${b}`);
  return [a, b];
}
function id(v: Json | undefined, where: string): string {
  if (typeof v !== 'string' || !/^[A-Za-z0-9._\-/:@+]{1,100}$/.test(v)) wrong(where, 'should be 1 to 100 letters, digits, . _ - / : @ +');
  return v;
}
function cell(l: Json[], where: string): CellText {
  const south = number(l[0], where, '-90', '90'), north = number(l[1], where, '-90', '90');
  const west = number(l[2], where, '-540', '540'), east = number(l[3], where, '-540', '540');
  if (compare(south, north) > 0) wrong(where, `south ${south} is above north ${north}`);
  if (compare(west, east) > 0) wrong(where, `west ${west} is above east ${east}`);
  if (wider(west, east, 90n)) wrong(where, `it is more than 90 degrees wide`);
  return { south, north, west, east };
}
/** b - a > limit, exactly. */
function wider(a: Decimal, b: Decimal, limit: bigint): boolean {
  if (Number(b) - Number(a) < Number(limit) - 1) return false;
  const x = rat(a), y = rat(b);
  return y.n * x.d - x.n * y.d > limit * x.d * y.d;
}
function aimOf(v: Json, where: string, latest: Decimal): Aim {
  const l = list(v, where, 8, 8);
  const shortest = number(l[4], where, '0', '7200'), longest = number(l[5], where, '0', '7200');
  const leadShort = number(l[6], where, '-60', '60'), leadLong = number(l[7], where, '-60', '60');
  if (compare(shortest, longest) > 0) wrong(where, `the shortest flight time ${shortest} is above the longest ${longest}`);
  if (compare(shortest, latest) <= 0) wrong(where, `the flight time ${shortest} is not longer than the latest burnout ${latest}`);
  if (compare(shortest, longest) === 0 && compare(leadShort, leadLong) !== 0) wrong(where, 'one flight time with two leads');
  return { ...cell(l, where), shortest, longest, leadShort, leadLong };
}

function interceptorOf(v: Json, where: string): Interceptor {
  const t = table(v, where, ['id', 'places', 'earliest_burnout_s', 'burnout_speed_km_s', 'divert_km_s', 'burnout_distance_km', 'burnout_height_km']);
  const places = list(t.get('places'), `${where}.places`, 1, 2000);
  return {
    id: id(t.get('id'), `${where}.id`),
    places: places.map((c, i) => cell(list(c, `${where}.places[${i}]`, 4, 4), `${where}.places[${i}]`)),
    earliest: number(t.get('earliest_burnout_s'), `${where}.earliest_burnout_s`, '0', '7200'),
    speed: number(t.get('burnout_speed_km_s'), `${where}.burnout_speed_km_s`, '0', '20', true),
    divert: number(t.get('divert_km_s'), `${where}.divert_km_s`, '0', '10'),
    distance: number(t.get('burnout_distance_km'), `${where}.burnout_distance_km`, '0', '1000'),
    height: number(t.get('burnout_height_km'), `${where}.burnout_height_km`, '0', '1000'),
  };
}

function flightsOf(v: Json, where: string): Flights {
  const t = table(v, where, ['id', 'base', 'field_radius_km', 'burnout_time_s', 'burnout_height_km', 'burnout_distance_km', 'sideways_km', 'aims']);
  const time = pair(t.get('burnout_time_s'), `${where}.burnout_time_s`, '0', '1000', true);
  const aims = list(t.get('aims'), `${where}.aims`, 1, 20000);
  return {
    id: id(t.get('id'), `${where}.id`),
    base: cell(list(t.get('base'), `${where}.base`, 4, 4), `${where}.base`),
    field: number(t.get('field_radius_km'), `${where}.field_radius_km`, '0', '500'),
    time,
    height: pair(t.get('burnout_height_km'), `${where}.burnout_height_km`, '20', '2000'),
    distance: pair(t.get('burnout_distance_km'), `${where}.burnout_distance_km`, '1', '3000'),
    sideways: number(t.get('sideways_km'), `${where}.sideways_km`, '0', '500'),
    aims: aims.map((a, i) => aimOf(a, `${where}.aims[${i}]`, time[1])),
  };
}

function unique(ids: string[], what: string): Map<string, number> {
  const m = new Map<string, number>();
  ids.forEach((x, i) => {
    if (m.has(x)) wrong(`${what}[${i}]`, `the id ${x} stands twice`);
    m.set(x, i);
  });
  return m;
}

/** The claim of a JSON text of one line, or Malformed. */
export function readClaim(text: string): Claim {
  if (text.length > CLAIM_LIMIT) throw new Malformed(`the claim has more than ${CLAIM_LIMIT} characters`);
  const json = parseJson(text);
  const t = table(json, 'top', ['format', 'title', 'earth', 'interceptor', 'flights', 'clause']);
  if (t.get('format') !== 'reassure-claim/3') wrong('format', 'should be "reassure-claim/3"');
  const title = t.get('title');
  if (typeof title !== 'string' || !/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,300}$/u.test(title)) wrong('title', 'should be 1 to 300 printable characters on one line');
  const e = table(t.get('earth'), 'earth', [...EARTH.map((x) => x[0]), 'perturbation_m_s2', 'keep_above_km']);
  for (const [k, want] of EARTH) number(e.get(k), `earth.${k}`, want, want);
  const interceptors = list(t.get('interceptor'), 'interceptor', 1, 20000).map((v, i) => interceptorOf(v, `interceptor[${i}]`));
  const flights = list(t.get('flights'), 'flights', 1, 20000).map((v, i) => flightsOf(v, `flights[${i}]`));
  const byI = unique(interceptors.map((x) => x.id), 'interceptor'), byF = unique(flights.map((x) => x.id), 'flights');
  const seen = new Set<string>();
  const clauses = list(t.get('clause'), 'clause', 1, 20000).map((v, i) => {
    const c = table(v, `clause[${i}]`, ['interceptor', 'flights']);
    const a = c.get('interceptor'), b = c.get('flights');
    const x = typeof a === 'string' ? byI.get(a) : undefined, y = typeof b === 'string' ? byF.get(b) : undefined;
    if (x === undefined) wrong(`clause[${i}].interceptor`, 'should be the id of an interceptor');
    if (y === undefined) wrong(`clause[${i}].flights`, 'should be the id of flights');
    if (seen.has(`${x} ${y}`)) wrong(`clause[${i}]`, 'this pair stands twice');
    seen.add(`${x} ${y}`);
    return { interceptor: x, flights: y };
  });
  return {
    title, interceptors, flights, clauses, hash: sha256(normal(json)),
    earth: new Map(EARTH), perturbation: number(e.get('perturbation_m_s2'), 'earth.perturbation_m_s2', '0', '0.1'),
    keepAbove: number(e.get('keep_above_km'), 'earth.keep_above_km', '0', '1000'),
  };
}

/** The normal form of which the hash is taken. */
export function normal(v: Json): string {
  if (v instanceof Num) return `"${fraction(v.text)}"`;
  if (typeof v === 'string') return quoted(v);
  if (Array.isArray(v)) return `[${v.map(normal).join(',')}]`;
  if (v instanceof Map) return `{${[...v.keys()].sort().map((k) => `${quoted(k)}:${normal(v.get(k)!)}`).join(',')}}`;
  return String(v);
}
function quoted(s: string): string {
  return JSON.stringify(s).replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
}

export function rangeOf(a: Decimal): Range { return enclose(a); }
