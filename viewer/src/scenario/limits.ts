/** From where to where a hand may set each figure (src/reassure/scenario/hand_limits.py). */

import { valueOf } from "./figure";
import { boosterNamed, interceptorNamed } from "./lookup";
import type { Kit, Scenario } from "./tables";

const FIGURES: Record<string, [number, number]> = {
  burnout_speed_km_s: [1, 10],
  divert_km_s: [0, 2],
  launch_delay_s: [0, 600],
  interceptors: [0, 200],
  burnout_time_s: [60, 400],
  flight_time_ratio: [0.7, 1.6],
};

/** Those limits, widened to what a scenario itself has. */
export function limitsOf(kit: Kit, scenario: Scenario): Record<string, [number, number]> {
  const held = structuredClone(FIGURES) as Record<string, number[]>;
  for (const d of scenario.deployment) {
    const interceptor = interceptorNamed(kit, d.interceptor);
    held.burnout_speed_km_s.push(valueOf(interceptor.burnout_speed_km_s));
    held.divert_km_s.push(valueOf(interceptor.divert_km_s ?? 0));
    if (d.launch_delay_s !== "sensed") held.launch_delay_s.push(valueOf(d.launch_delay_s));
    if (d.interceptors !== undefined) held.interceptors.push(d.interceptors);
  }
  for (const f of scenario.force) {
    held.burnout_time_s.push(valueOf(boosterNamed(kit, f.booster).burnout_time_s));
    held.flight_time_ratio.push(...(f.flight_time_ratio ?? [1]));
  }
  return Object.fromEntries(Object.entries(held).map(([name, values]) => [name, [Math.min(...values), Math.max(...values)]]));
}
