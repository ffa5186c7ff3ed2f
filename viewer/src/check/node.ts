/** The command line: node check.mjs [--one] FILE. Exit 0 proved, 1 not proved, 2 malformed or wrong usage. */
import { fstatSync, openSync, readSync } from 'node:fs';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { Checker, LineResult, checkProofLine } from './check';
import { Malformed } from './json';
import { Answer, Ask, Server } from './serve';
import { words } from './words';

const THREADS = 2, BATCH = 200_000, WAITING = 40_000_000;

/** Proof lines in batches to worker threads, no more than so many characters at a time. */
class Crew {
  private readonly workers: Worker[] = [];
  private readonly load: number[] = [];
  private readonly sizes = new Map<number, { worker: number; size: number }>();
  private lines: { number: number; text: string }[] = [];
  private size = 0;
  /** Batches begin small, for an early first verdict. */
  private most = 4000;
  private batch = 0;
  private wake: () => void = () => {};
  trouble = '';

  constructor(claimText: string, private readonly checker: () => Checker) {
    for (let i = 0; i < THREADS; i++) {
      const w = new Worker(new URL(import.meta.url));
      this.load.push(0);
      w.on('message', (a: Answer) => this.hear(a));
      w.on('error', (e: Error) => { this.trouble ||= `a thread failed: ${e.message}`; this.wake(); });
      w.postMessage({ kind: 'claim', text: claimText } satisfies Ask);
      this.workers.push(w);
    }
  }
  add(number: number, text: string): void {
    this.lines.push({ number, text });
    this.size += text.length;
    if (this.size <= this.most) return;
    this.send();
    this.most = Math.min(BATCH, this.most * 1.5);
  }
  send(): void {
    if (!this.lines.length) return;
    const i = this.load.indexOf(Math.min(...this.load)), batch = this.batch++;
    this.sizes.set(batch, { worker: i, size: this.size });
    this.load[i] += this.size;
    this.workers[i].postMessage({ kind: 'lines', batch, stay: this.checker().stay, lines: this.lines } satisfies Ask);
    this.lines = [];
    this.size = 0;
  }
  private hear(a: Answer): void {
    if (a.kind === 'progress') return;
    const s = this.sizes.get(a.batch)!;
    this.sizes.delete(a.batch);
    this.load[s.worker] -= s.size;
    if (a.kind === 'malformed') this.trouble ||= a.message; else for (const r of a.results) this.checker().result(r);
    this.wake();
  }
  /** Until no more than so many characters wait. */
  async until(most: number): Promise<void> {
    while (this.load.reduce((a, b) => a + b, 0) > most && !this.trouble) await new Promise<void>((f) => { this.wake = f; });
    if (this.trouble) throw new Malformed(this.trouble);
  }
  end(): void { for (const w of this.workers) void w.terminate(); }
}

interface Counts { leaves: Record<string, number>; total: number; notHeld: number; first: number }

function count(n: Counts, r: LineResult, began: number): void {
  n.first ||= performance.now() - began;
  for (const k of Object.keys(r.leaves)) n.leaves[k] = (n.leaves[k] ?? 0) + r.leaves[k];
  n.total += r.total;
  n.notHeld += r.notHeld;
  if (r.bad && process.env.BAD) console.log(JSON.stringify({ clause: r.clause, aim: r.aim, n: r.notHeld, ...r.bad, box: undefined }));
}

async function read(file: string, c: Checker, crew: () => Crew | null): Promise<void> {
  const f = openSync(file, 'r'), buffer = new Uint8Array(1 << 18);
  for (;;) {
    const n = readSync(f, buffer, 0, buffer.length, null);
    if (n === 0) break;
    c.feed(buffer.subarray(0, n));
    await crew()?.until(WAITING);
    // let results in
    await new Promise<void>((f) => { setTimeout(f, 0); });
  }
  crew()?.send();
  await crew()?.until(0);
  c.finish();
}

async function main(): Promise<number> {
  const args = process.argv.slice(2), one = args[0] === '--one', file = one ? args[1] : args[0];
  if (!file || args.length !== (one ? 2 : 1)) { console.error('usage: node check.mjs [--one] FILE'); return 2; }
  const began = performance.now(), n: Counts = { leaves: {}, total: 0, notHeld: 0, first: 0 };
  let crew: Crew | null = null, size: number;
  try { size = fstatSync(openSync(file, 'r')).size; } catch (e) { console.error(`${file}: ${(e as Error).message}`); return 2; }
  const c: Checker = new Checker((line, number, text) => {
    if (one || size < 300_000) c.result(checkProofLine(c.claim!, c.stay, line));
    else (crew ??= new Crew(c.claimText, () => c)).add(number, text);
  }, () => {}, (r) => count(n, r, began));
  try {
    await read(file, c, () => crew);
  } catch (e) {
    if (!(e instanceof Malformed)) throw e;
    console.error(`not a certificate: ${e.message}`);
    return 2;
  } finally { (crew as Crew | null)?.end(); }
  return tell(c, n, began);
}

function tell(c: Checker, n: Counts, began: number): number {
  const w = words(c.claim!), clauses = c.clauses();
  const list = (name: string, lines: string[]): string => `${name}:\n${lines.map((x) => `  ${x}`).join('\n')}`;
  console.log([`Claim: ${w.title}`, w.sentence, list('Limits', w.limits), list('Flights', w.flights), list('Assumptions', w.assumptions), `Hash: ${w.hash}`].join('\n'));
  for (const r of clauses) {
    console.log(`  ${r.verdict === 'proved' ? 'proved    ' : 'NOT proved'}  ${r.interceptor} against ${r.flights}${r.why ? `: ${r.why}` : ''}${r.said ? `; the prover says: ${r.said}` : ''}`);
  }
  const kinds = Object.entries(n.leaves).map(([k, v]) => `${v} ${k}`).join(', ');
  console.log(`${c.proofLines} proofs with ${n.total} leaves (${kinds}), ${n.notHeld} of them not held; ${((performance.now() - began) / 1000).toFixed(2)} s, the first verdict after ${(n.first / 1000).toFixed(2)} s`);
  const good = clauses.filter((r) => r.verdict === 'proved').length;
  console.log(good === clauses.length ? 'PROVED' : `NOT PROVED: ${good} of ${clauses.length} clauses`);
  return good === clauses.length ? 0 : 1;
}

if (isMainThread) {
  main().then((code) => { process.exitCode = code; }, (e) => { console.error(e); process.exitCode = 3; });
} else {
  const server = new Server();
  parentPort!.on('message', (a) => server.handle(a as Ask, (b) => parentPort!.postMessage(b)));
}
