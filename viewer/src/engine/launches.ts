/** From detection to launch: for every flight, when a deployment's sensors let an interceptor leave; stands beside
 *  reassure/engagement/launch_times.py. */

import { BURNOUT_TIME, FLIGHT_COLUMNS } from "./family";
import type { Battery, SensedDelay, Sensor } from "./problem";
import { radarRow, sighting } from "./radar";

/** When a sensor that looks from `since` on has tracked n flights (rows, and bases as in flights.ts), s after their launches;
 *  infinite for never. */
function trackedBy(sensor: Sensor, rows: Float64Array, bases: Float64Array, since: Float64Array): Float64Array {
  const n = since.length;
  const tracked = new Float64Array(n);
  const radar = sensor.radar ? radarRow(sensor.radar) : null;
  const out = new Float64Array(2);
  for (let i = 0; i < n; i++) {
    const flight = rows.subarray(i * FLIGHT_COLUMNS, (i + 1) * FLIGHT_COLUMNS);
    if (radar) sighting(radar, flight, bases.subarray(3 * i, 3 * i + 3), since[i], sensor.track_s, out);
    else {
      // Infrared sees the boost alone: the track has to be done before it is over.
      const first = Math.max(sensor.detection_delay_s!, since[i]);
      out[1] = first + sensor.track_s <= flight[BURNOUT_TIME] ? first + sensor.track_s : Infinity;
    }
    // What it has tracked the others know a little later; problems written before there was such a delay have none.
    tracked[i] = out[1] + (sensor.report_delay_s ?? 0);
  }
  return tracked;
}

/** When every sensor has tracked n flights, by its id; each looks from its cue on. Sensors that cue come before those cued. */
function tracks(sensors: Sensor[], rows: Float64Array, bases: Float64Array): Map<string, Float64Array> {
  const seen = new Map<string, Float64Array>();
  for (const sensor of sensors) {
    const cues = sensor.cued_by.map((id) => seen.get(id)!);
    // The first track of any that cues it will do.
    const since = new Float64Array(rows.length / FLIGHT_COLUMNS);
    if (cues.length) for (let i = 0; i < since.length; i++) since[i] = Math.min(...cues.map((c) => c[i])) + sensor.cue_delay_s;
    seen.set(sensor.id, trackedBy(sensor, rows, bases, since));
  }
  return seen;
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

/** When a launch that waits for sensors leaves, for n flights, s after theirs. */
function sensed(launch: SensedDelay, sensors: Sensor[], rows: Float64Array, bases: Float64Array): Float64Array {
  const chain = withCues(launch.sensors, sensors);
  const seen = tracks(sensors.filter((s) => chain.includes(s.id)), rows, bases);
  // What only cues does not track a flight for launch.
  return new Float64Array(rows.length / FLIGHT_COLUMNS).map((_, i) => Math.min(...launch.sensors.map((name) => seen.get(name)![i])) + launch.decision_s + launch.reaction_s);
}

/** The launch delays of a deployment, given or sensed, for n flights, s; infinite where no sensor tracks the flight. */
export function delaysOf(battery: Battery, sensors: Sensor[], rows: Float64Array, bases: Float64Array): Float64Array {
  const { launch } = battery;
  if (launch.delay_s === null) return sensed(launch, sensors, rows, bases);
  return new Float64Array(rows.length / FLIGHT_COLUMNS).fill(launch.delay_s);
}
