/** From detection to launch: for every flight, when a deployment's sensors let an interceptor leave; stands beside
 *  reassure/engagement/launch_times.py. */

import { BURNOUT_TIME, FLIGHT_COLUMNS } from "./family";
import type { Battery, SensedDelay, Sensor } from "./problem";
import { radarRow, sighting } from "./radar";

/** When a sensor first sees and has tracked n flights, s after their launches; infinite for never. */
export interface Sighted {
  first: Float64Array;
  tracked: Float64Array;
}

/** Sightings of n flights (rows, and bases as in flights.ts) by a sensor that looks from `since` on. */
function seenBy(sensor: Sensor, rows: Float64Array, bases: Float64Array, since: Float64Array): Sighted {
  const n = since.length;
  const found: Sighted = { first: new Float64Array(n), tracked: new Float64Array(n) };
  const radar = sensor.radar ? radarRow(sensor.radar) : null;
  const out = new Float64Array(2);
  for (let i = 0; i < n; i++) {
    const flight = rows.subarray(i * FLIGHT_COLUMNS, (i + 1) * FLIGHT_COLUMNS);
    if (radar) sighting(radar, flight, bases.subarray(3 * i, 3 * i + 3), since[i], sensor.track_s, out);
    else {
      // Infrared sees the boost alone: the track has to be done before it is over.
      const first = Math.max(sensor.detection_delay_s!, since[i]);
      out[0] = first <= flight[BURNOUT_TIME] ? first : Infinity;
      out[1] = first + sensor.track_s <= flight[BURNOUT_TIME] ? first + sensor.track_s : Infinity;
    }
    found.first[i] = out[0];
    found.tracked[i] = out[1];
  }
  return found;
}

/** Sightings of n flights by every sensor, by its id; each looks from its cue on. Sensors that cue come before those cued. */
function sightings(sensors: Sensor[], rows: Float64Array, bases: Float64Array): Map<string, Sighted> {
  const seen = new Map<string, Sighted>();
  for (const sensor of sensors) {
    const cues = sensor.cued_by.map((id) => seen.get(id)!.tracked);
    // The first track of any that cues it will do.
    const since = new Float64Array(rows.length / FLIGHT_COLUMNS);
    if (cues.length) for (let i = 0; i < since.length; i++) since[i] = Math.min(...cues.map((c) => c[i])) + sensor.cue_delay_s;
    seen.set(sensor.id, seenBy(sensor, rows, bases, since));
  }
  return seen;
}

/** When everything happens that a sensed launch waits for: n numbers each, s after the flight's launch; infinite for never. */
export interface Timeline {
  /** By a sensor of the deployment, or one that cues it. */
  first_seen_s: Float64Array;
  tracked_s: Float64Array;
  commit_s: Float64Array;
  launch_s: Float64Array;
  /** Whose track it is: a place in the launch's list of sensors; -1 where there is none. */
  sensor: Int8Array;
}

/** The ids of some sensors and of all that cue them, directly or through others, each once. */
export function withCues(names: string[], sensors: Pick<Sensor, "id" | "cued_by">[]): string[] {
  const out: string[] = [];
  const waiting = [...names];
  while (waiting.length) {
    const name = waiting.pop()!;
    if (out.includes(name)) continue;
    out.push(name);
    waiting.push(...sensors.find((s) => s.id === name)!.cued_by);
  }
  return out;
}

/** How a sensed launch comes about, for n flights. */
function timelineOf(launch: SensedDelay, sensors: Sensor[], rows: Float64Array, bases: Float64Array): Timeline {
  const chain = withCues(launch.sensors, sensors);
  const seen = sightings(sensors.filter((s) => chain.includes(s.id)), rows, bases);
  const n = rows.length / FLIGHT_COLUMNS;
  const made = (): Float64Array => new Float64Array(n).fill(Infinity);
  const out: Timeline = { first_seen_s: made(), tracked_s: made(), commit_s: made(), launch_s: made(), sensor: new Int8Array(n).fill(-1) };
  for (let i = 0; i < n; i++) {
    for (const name of chain) out.first_seen_s[i] = Math.min(out.first_seen_s[i], seen.get(name)!.first[i]);
    // Cues count as seeing the flight, but only the deployment's own sensors track it for launch.
    launch.sensors.forEach((name, k) => {
      const tracked = seen.get(name)!.tracked[i];
      if (!(tracked < out.tracked_s[i])) return;
      out.tracked_s[i] = tracked;
      out.sensor[i] = k;
    });
    out.commit_s[i] = out.tracked_s[i] + launch.decision_s;
    out.launch_s[i] = out.commit_s[i] + launch.reaction_s;
  }
  return out;
}

/** The launch delays of a deployment, given or sensed, for n flights, s; infinite where no sensor tracks the flight. */
export function delaysOf(battery: Battery, sensors: Sensor[], rows: Float64Array, bases: Float64Array): Float64Array {
  const { launch } = battery;
  if (launch.delay_s === null) return timelineOf(launch, sensors, rows, bases).launch_s;
  return new Float64Array(rows.length / FLIGHT_COLUMNS).fill(launch.delay_s);
}
