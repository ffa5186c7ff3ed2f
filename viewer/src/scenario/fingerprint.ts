/** The hash of a scenario's content: the same for the same figures, however laid out (src/reassure/scenario/reader.py). */

import { sha256 } from "../check/sha256";
import { SCENARIO, type Spec } from "./format";
import type { Scenario } from "./tables";

/** SHA-256, hex, of the scenario with its defaults, as the command line has it. */
export const fingerprint = (scenario: Scenario): string => sha256(normal(SCENARIO, scenario));

/** A value as JSON in ASCII: keys sorted, no blanks, defaults written out, floats as Python writes them. */
function normal(spec: Spec, value: unknown): string {
  if (value === null || value === undefined) return "null";
  switch (spec.is) {
    case "number":
      return float(value as number);
    case "figure":
      return figure(value);
    case "polygon":
    case "drag":
      return `[${(value as number[][]).map((v) => `[${v.map(float).join(",")}]`).join(",")}]`;
    case "list":
      return `[${(value as unknown[]).map((v) => normal(spec.of, v)).join(",")}]`;
    case "either":
      return normal(spec.pick(value)!, value);
    case "table": {
      const held = value as Record<string, unknown>;
      const rows = Object.entries(spec.fields).flatMap(([key, field]): [string, string][] => {
        const stands = held[key] ?? field.absent;
        if (key === "report_delay_s" && normal(field.spec, stands) === normal(field.spec, 0)) return [];
        if (key === "holes" && (stands as unknown[] | undefined)?.length === 0) return [];
        // `undefined` for a default: a key that the first version did not have is left out.
        return stands === undefined ? [] : [[key, normal(field.spec, stands)]];
      });
      return `{${rows.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, text]) => `${quoted(key)}:${text}`).join(",")}}`;
    }
    default:
      return typeof value === "string" ? quoted(value) : String(value);
  }
}

/** A figure with all its keys. */
function figure(value: unknown): string {
  const f = (typeof value === "number" ? { value } : value) as Record<string, unknown>;
  const number = (name: string): string => (f[name] === undefined || f[name] === null ? "null" : float(f[name] as number));
  const text = (name: string, absent: string | null): string => (f[name] === undefined || f[name] === null ? (absent === null ? "null" : quoted(absent)) : quoted(f[name] as string));
  const dissent = ((f.dissent ?? []) as { value: number; who: string; source?: string }[]).map((d) => `{"source":${quoted(d.source ?? "")},"value":${float(d.value)},"who":${quoted(d.who)}}`);
  return `{"dissent":[${dissent.join(",")}],"distribution":${text("distribution", null)},"high":${number("high")},"low":${number("low")},"source":${text("source", "")},"standard_deviation":${number("standard_deviation")},"status":${text("status", null)},"value":${number("value")}}`;
}

/** A double as Python's repr writes it. */
export function float(value: number): string {
  const x = value === 0 ? 0 : value; // no minus zero
  const size = Math.abs(x);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits, power] = x.toExponential().split("e");
    return `${digits}e${power[0]}${power.slice(1).padStart(2, "0")}`;
  }
  const text = String(x);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Text in JSON's quotes, in ASCII. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
