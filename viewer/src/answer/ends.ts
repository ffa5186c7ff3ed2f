/** Where flights come from and go to, by their numbers. */

import { askedFor } from "../engine/flights";
import type { Force, Spots } from "../engine/problem";

/** A flight's base, aim and shape: ids and places in the problem. */
export interface Ends {
  force: number; // its place in the problem
  base: string;
  aim: string;
  ratio: number;
  from: [number, number];
  to: [number, number];
}

/** Every point of some places, with the place's id. */
const named = (places: Spots[]): { id: string; point: [number, number] }[] => places.flatMap(({ id, points }) => points.map((point) => ({ id, point })));

/** The ends of any flight of some forces, by its number among all that they are asked for. */
export function endsOf(forces: Force[]): (number: number) => Ends {
  let end = 0;
  const all = forces.map((force) => ({ force, origins: named(force.origins), aims: named(force.aims), end: (end += askedFor(force)) }));
  return (number) => {
    const k = all.findIndex((f) => number < f.end);
    const { force, origins, aims } = all[k];
    const within = number - (k ? all[k - 1].end : 0);
    const [origin, aim] = [origins[Math.floor(within / aims.length) % origins.length], aims[within % aims.length]];
    return { force: k, base: origin.id, aim: aim.id, ratio: force.flight_time_ratio[Math.floor(within / (origins.length * aims.length))], from: origin.point, to: aim.point };
  };
}
