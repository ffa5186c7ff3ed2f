/** The server's four questions (docs/explorer.md). Its refusals are errors with its own words; a TypeError
 *  means that nobody answered. */

import type { View as RawView } from "./types";

/** What is set by hand; a figure that is not there stays as the scenario has it. The server's `Move` (web/move.py). */
export interface Move {
  scenario: string;
  deployment: string;
  base: string | null;
  burnout_speed_km_s?: number;
  divert_km_s?: number;
  launch_delay_s?: number;
  burnout_time_s?: number;
  flight_time_ratio?: number;
  site?: [number, number];
}

/** What a scenario holds, for lists and sliders (web/outline.py). `launch_delay_s` null:
 *  sensed; `site` null: ships; `bases`: of the forces that a deployment faces, where it does not face all. */
export interface Outline {
  name: string;
  title: string;
  deployments: { id: string; name: string; place: string; place_name: string; burnout_speed_km_s: number; divert_km_s: number; launch_delay_s: number | null; site: [number, number] | null; bases?: string[] }[];
  bases: string[];
  names: Record<string, string>; // of the bases, by id
  shapes: number[];
  boosters: { force: number; burnout_time_s: number }[];
  limits: Record<"burnout_speed_km_s" | "divert_km_s" | "launch_delay_s" | "burnout_time_s" | "flight_time_ratio", [number, number]>;
}

export class Server {
  /** A reply, or an Error with the server's own words. */
  private async ask(path: string, body?: Move): Promise<Response> {
    const answer = await fetch(path, body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (!answer.ok) {
      // A proxy between may refuse in words that are no JSON.
      const detail = await answer.json().then((d: { detail?: unknown }) => String(d.detail), () => "");
      throw new Error(detail || `the server said ${answer.status}`);
    }
    return answer;
  }

  /** Names and titles of all scenarios. */
  async scenarios(): Promise<{ name: string; title: string }[]> {
    return (await this.ask("api/scenarios")).json() as Promise<{ name: string; title: string }[]>;
  }

  /** What one scenario holds. */
  async outline(name: string): Promise<Outline> {
    return (await this.ask(`api/scenarios/${encodeURIComponent(name)}`)).json() as Promise<Outline>;
  }

  /** The answer to a move, as a report holds it. */
  async answer(move: Move): Promise<RawView> {
    return (await this.ask("api/answer", move)).json() as Promise<RawView>;
  }

  /** The answer to a move as a file, under the name that the server gives it. */
  async download(kind: "toml" | "json" | "csv" | "report", move: Move): Promise<{ name: string; content: Blob }> {
    const answer = await this.ask(`api/download/${kind}`, move);
    const name = /filename="?([^";]+)/.exec(answer.headers.get("content-disposition") ?? "")?.[1];
    return { name: name ?? `reassure.${kind === "report" ? "html" : kind}`, content: await answer.blob() };
  }
}
