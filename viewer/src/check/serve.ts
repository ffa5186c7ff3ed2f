/** What a worker does, of a page or of Node: a claim, then batches of proof lines. */
import { LineResult, Stays, checkProofLine } from './check';
import { Claim, readClaim } from './claim';
import { readLine } from './file';
import { Malformed } from './json';

export type Ask =
  | { kind: 'claim'; text: string }
  | { kind: 'lines'; batch: number; stay: Stays; lines: { number: number; text: string }[] };
export type Answer =
  | { kind: 'results'; batch: number; results: LineResult[] }
  | { kind: 'progress'; batch: number; done: number; total: number }
  | { kind: 'malformed'; batch: number; message: string };

export class Server {
  private claim: Claim | null = null;
  private pending = '';
  handle(ask: Ask, answer: (a: Answer) => void): void {
    // read only when it is needed: a bad claim is the sender's to tell
    if (ask.kind === 'claim') { this.pending = ask.text; this.claim = null; return; }
    let number = 0;
    try {
      this.claim ??= readClaim(this.pending);
      const results: LineResult[] = [];
      for (const l of ask.lines) {
        number = l.number;
        const line = readLine(l.text);
        if (line.kind !== 'proof') throw new Malformed('not a proof line');
        results.push(checkProofLine(this.claim, ask.stay, line));
        if (results.length % 20 === 0) answer({ kind: 'progress', batch: ask.batch, done: results.length, total: ask.lines.length });
      }
      answer({ kind: 'results', batch: ask.batch, results });
    } catch (e) {
      answer({ kind: 'malformed', batch: ask.batch, message: e instanceof Malformed ? `line ${number}: ${e.message}` : `line ${number}: the checker failed: ${String(e)}` });
    }
  }
}
