/** The claim in plain words, made from the claim alone. */
import { CellText, Claim, Flights, Interceptor } from './claim';
import { Rational, compare, rational } from './exact';

export interface Words { title: string; hash: string; sentence: string; limits: string[]; flights: string[]; pairs: string[]; assumptions: string[] }

/** A fraction whose denominator divides a power of ten, as a decimal text. */
function decimal(r: Rational): string {
  let { n, d } = r, places = 0;
  const minus = n < 0n;
  if (minus) n = -n;
  while (n % d !== 0n && places < 100) { n *= 10n; places++; }
  let digits = `${n / d}`.padStart(places + 1, '0');
  if (places) digits = `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return minus ? `-${digits}` : digits;
}
/** A number of the claim without an exponent. */
export function plain(text: string): string { return decimal(rational(text)); }

function latitude(text: string): string {
  const s = plain(text);
  return s.startsWith('-') ? `${s.slice(1)} S` : `${s} N`;
}
/** East or west, turned by whole revolutions to within 180 degrees. */
function longitude(text: string): string {
  let { n, d } = rational(text);
  while (n > 180n * d) n -= 360n * d;
  while (n < -180n * d) n += 360n * d;
  const s = decimal({ n, d });
  return s.startsWith('-') ? `${s.slice(1)} W` : `${s} E`;
}
function area(c: CellText): string {
  const point = compare(c.south, c.north) === 0 && compare(c.west, c.east) === 0;
  return point ? `${latitude(c.south)}, ${longitude(c.west)}`
    : `the area from ${latitude(c.south)} to ${latitude(c.north)} and from ${longitude(c.west)} eastward to ${longitude(c.east)}`;
}
function least(list: string[]): string { return list.reduce((a, b) => (compare(b, a) < 0 ? b : a)); }
function most(list: string[]): string { return list.reduce((a, b) => (compare(b, a) > 0 ? b : a)); }
function span(a: string, b: string): string { return compare(a, b) === 0 ? plain(a) : `${plain(a)} to ${plain(b)}`; }

function limitsOf(i: Interceptor): string {
  const where = i.places.length === 1 ? area(i.places[0])
    : i.places.length <= 4 ? i.places.map(area).join('; or ') : `${i.places.length} cells: ${i.places.map(area).join('; ')}`;
  return `${i.id}: launched from ${where}. Burnout at the earliest ${plain(i.earliest)} s after the flight's launch, `
    + `at most ${plain(i.distance)} km over ground from the launch point and ${plain(i.height)} km high, `
    + `with at most ${plain(i.speed)} km/s relative to the turning Earth. After that its velocity changes by at most ${plain(i.divert)} km/s.`;
}
function flightsOf(f: Flights): string {
  const a = f.aims, times = span(least(a.map((x) => x.shortest)), most(a.map((x) => x.longest)));
  const leads = a.flatMap((x) => [x.leadShort, x.leadLong]);
  const target = a.length === 1 ? area(a[0])
    : `any point of ${a.length} cells between ${latitude(least(a.map((x) => x.south)))} and ${latitude(most(a.map((x) => x.north)))}, `
      + `${longitude(least(a.map((x) => x.west)))} and ${longitude(most(a.map((x) => x.east)))}`;
  return `${f.id}: from ${area(f.base)}, or up to ${plain(f.field)} km from there, to ${target}, in ${times} s from launch to end${a.length > 1 ? ' (each cell has its own times)' : ''}. `
    + `Burnout ${span(...f.time)} s after launch, ${span(...f.height)} km high, ${span(...f.distance)} km over ground towards the aim turned eastward by `
    + `${span(least(leads), most(leads))} degrees, and at most ${plain(f.sideways)} km aside.`;
}

export function words(c: Claim): Words {
  const g = (k: string): string => plain(c.earth.get(k)!);
  return {
    title: c.title, hash: c.hash,
    sentence: 'No interceptor that keeps to its limits is anywhere that one of the flights is, at the same time, '
      + `from the flight's launch to its end, at a height above ${plain(c.keepAbove)} km. This is claimed for the ${c.clauses.length === 1 ? 'pair' : `${c.clauses.length} pairs`} named below.`,
    limits: c.interceptors.map(limitsOf),
    flights: c.flights.map(flightsOf),
    pairs: c.clauses.map((x) => `${c.interceptors[x.interceptor].id} against ${c.flights[x.flights].id}`),
    assumptions: [
      `Gravity is that of a point mass, mu = ${g('mu_m3_s2')} m^3/s^2.`,
      `All else that acts after burnout, on flights and on interceptors but for their velocity change, accelerates by at most ${plain(c.perturbation)} m/s^2 at the polar radius, and less with the fourth power of the distance.`,
      `The Earth turns by ${g('rotation_rad_s')} rad/s; its radii are ${g('equatorial_radius_m')} m and ${g('polar_radius_m')} m.`,
      `Nothing flies nearer to the Earth's centre than ${g('polar_radius_m')} m.`,
      'Until its burnout an interceptor is in the boost volume over its launch point; a flight is in the hull of its base and its burnout point, seen from the turning Earth.',
      'From its burnout to its end a flight goes the short way: less than half way round the Earth, and always less than 90 degrees from the direction midway between both.',
      'Interceptors that break a limit, and flights outside the families above, are not spoken of.',
    ],
  };
}
