/** What a worker does for a certificate: it takes the claim, and then proof lines, a few at a time. */

import { checkProofLine, type LineResult, type Stays } from "../check/check";
import type { Claim } from "../check/claim";
import { readLine } from "../check/file";
import { Malformed } from "../check/json";

export type ToWorker = { task: "check" } | { claim: Claim; stay: Stays } | { lines: { number: number; text: string }[] };
export type FromWorker = { results: LineResult[] } | { malformed: string } | { failed: string };

/** The results of some proof lines; a line that is no proof line by the format's rules is an error of the file. */
export function checkLines(claim: Claim, stay: Stays, lines: { number: number; text: string }[]): FromWorker {
  const results: LineResult[] = [];
  for (const { number, text } of lines) {
    try {
      const line = readLine(text);
      if (line.kind === "proof") results.push(checkProofLine(claim, stay, line));
    } catch (error) {
      if (!(error instanceof Malformed)) return { failed: String(error) };
      return { malformed: error.message.startsWith("line ") ? error.message : `line ${number}: ${error.message}` };
    }
  }
  return { results };
}

/** Answer messages until the worker is ended. */
export function checking(port: Pick<Worker, "postMessage" | "addEventListener">): void {
  let claim: Claim | null = null;
  let stay: Stays = {};
  port.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
    if ("claim" in data) [claim, stay] = [data.claim, data.stay];
    else if ("lines" in data) port.postMessage(checkLines(claim!, stay, data.lines));
  });
}
