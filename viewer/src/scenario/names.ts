/** What people call the things of a scenario (src/reassure/scenario/names.py, word for word). */

import { placeWords } from "../data";
import { g } from "./hand";
import type { DeploymentFigures } from "./question";
import type { Kit } from "./tables";

/** An id that nothing says more of: "yoshkar-ola" as "Yoshkar ola". */
export function inWords(id: string): string {
  const words = id.replace(/[-_]/g, " ").trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** A name without what follows a comma or stands in brackets. */
const short = (name: string): string => name.split(/[,(]/)[0].trim();

const found = (kit: Kit, id: string): Kit["catalogue"][string] | null => (Object.hasOwn(kit.catalogue, id) ? kit.catalogue[id] : null);

/** What the catalogue calls an id; an id that it does not have, in words. */
export function nameOf(kit: Kit, id: string): string {
  const entry = found(kit, id);
  return entry?.name ? short(entry.name) : inWords(id);
}

/** An interceptor by its id: "sm3-iia" as "SM-3 IIA". */
export function interceptorName(kit: Kit, id: string): string {
  const entry = found(kit, id);
  return entry?.table === "interceptor" ? short(entry.name).replaceAll(" Block ", " ") : inWords(id);
}

/** An interceptor, known or not: one that the catalogue does not have, by its burnout speed. */
export const interceptorOf = (kit: Kit, id: string, speed: number): string => (found(kit, id)?.table === "interceptor" ? interceptorName(kit, id) : `${g(speed)} km/s interceptor`);

/** A zone's name as it stands in a sentence: seas have an article, countries have none. */
function sea(name: string): string {
  const words = short(name);
  return /\b(Sea|Ocean|Gulf|Bay|Atlantic|Pacific)\b/.test(words) ? `the ${words}` : words;
}

/** Where a deployment stands: a site or sea by its id in the catalogue, or as it is called in the scenario. */
export function placeName(kit: Kit, place: string): string {
  const entry = found(kit, place);
  if (entry?.table === "zone") return sea(entry.name);
  return entry?.table === "site" ? short(entry.name) : place;
}

/** What submarines in a zone of the catalogue are called. */
export const submarinesIn = (kit: Kit, zone: string): string => `Submarines in ${sea(kit.catalogue[zone].name)}`;

/** A deployment's own name, or else its interceptor and place. `where`: latitude and longitude of a place without a name. */
export function deploymentName(kit: Kit, d: DeploymentFigures, where: [number, number] | null): string {
  if (d.name) return d.name;
  const interceptor = interceptorOf(kit, d.interceptor, d.burnout_speed_km_s);
  if (d.place === "site" || d.place === "area") {
    const ships = d.place === "area" ? " ships" : "";
    if (!where) return `${interceptor}${ships}, ${inWords(d.id).toLowerCase()}`;
    return `${interceptor}${ships} ${ships ? "about" : "at"} ${placeWords(...where, 1)}`;
  }
  const place = placeName(kit, d.place);
  if (found(kit, d.place)?.table === "zone") return `${interceptor} ships in ${place}`;
  return `${interceptor} at ${/^\d+(\.\d+)? [NS] \d+(\.\d+)? [EW]\b/.test(place) ? place : place.slice(0, 1).toUpperCase() + place.slice(1)}`;
}

/** Names of all deployments of a scenario; those that would be alike are told apart by burnout speed, by year, or by their ids. */
export function deploymentNames(kit: Kit, deployments: DeploymentFigures[], where: (k: number) => [number, number] | null): string[] {
  const made = deployments.map((d, k) => deploymentName(kit, d, where(k)));
  const marks: ((d: DeploymentFigures) => string)[] = [
    (d) => `, ${g(d.burnout_speed_km_s)} km/s`,
    (d) => (d.from === null ? "" : `, from ${d.from}`),
    (d) => ` (${inWords(d.id).toLowerCase()})`,
  ];
  for (const mark of marks)
    for (const name of [...new Set(made.filter((n, k) => made.indexOf(n) < k))].sort()) {
      const alike = made.flatMap((n, k) => (n === name ? [k] : []));
      const told = alike.map((k) => mark(deployments[k]));
      // A mark that all of them share tells nothing apart.
      if (new Set(told).size > 1) alike.forEach((k, n) => (made[k] = name + told[n]));
    }
  return made;
}
