/** What a page asks of `reassure explore` (docs/explorer.md): scenarios, coast lines, and files that need Python. Its refusals
 *  are errors with its own words. */

import type { Move } from "../scenario/change";
import type { View } from "../types";
import type { Kit } from "../scenario/tables";

const GONE = "The server is gone: start `reassure explore` again for this. Figures can still be moved.";

export class Server {
  /** A reply, or an Error with the server's own words. */
  private async ask(path: string, body?: object): Promise<Response> {
    let answer: Response;
    try {
      answer = await fetch(path, body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    } catch (error) {
      // fetch throws a TypeError where nobody answers.
      throw error instanceof TypeError ? new Error(GONE) : error;
    }
    if (!answer.ok) {
      // A proxy between may refuse in words that are no JSON.
      const detail = await answer.json().then((d: { detail?: unknown }) => String(d.detail), () => "");
      throw new Error(detail || `the server said ${answer.status}`);
    }
    return answer;
  }

  private async json<T>(path: string): Promise<T> {
    return (await this.ask(path)).json() as Promise<T>;
  }

  /** Names and titles of all scenarios. */
  scenarios(): Promise<{ name: string; title: string }[]> {
    return this.json("api/scenarios");
  }

  /** What the page needs to work out one scenario. */
  kit(name: string): Promise<Kit> {
    return this.json(`api/scenarios/${encodeURIComponent(name)}`);
  }

  /** Coast lines, coarse or fine. */
  atlas(fine: boolean): Promise<unknown> {
    return this.json(fine ? "atlas.json" : "atlas-coarse.json");
  }

  /** The answer to a move with flyouts of the notional vehicles. */
  async fly(move: Move & { scenario: string }): Promise<View> {
    return (await this.ask("api/answer", { ...move, estimate: true })).json() as Promise<View>;
  }

  /** What the figures of a move would be worth as limits, in sentences. */
  async limits(move: Move & { scenario: string }): Promise<string[]> {
    return ((await (await this.ask("api/limits", move)).json()) as { words: string[] }).words;
  }

  /** The answer to a move as a file, under the name that the server gives it. */
  async download(kind: "json" | "report", move: Move & { scenario: string }): Promise<{ name: string; content: Blob }> {
    const answer = await this.ask(`api/download/${kind}`, move);
    const name = /filename="?([^";]+)/.exec(answer.headers.get("content-disposition") ?? "")?.[1];
    return { name: name ?? `reassure.${kind === "report" ? "html" : kind}`, content: await answer.blob() };
  }
}
