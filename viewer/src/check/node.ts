/** The command line: node check.mjs FILE. */
import { openSync, readSync, fstatSync } from 'node:fs';
import { Checker } from './check';
import { Malformed } from './json';

function main(): number {
  const name = process.argv[2];
  if (!name || process.argv.length > 3) { console.error('usage: node check.mjs FILE'); return 2; }
  const began = performance.now();
  const leaves: Record<string, number> = {}, held = [0, 0];
  const c = new Checker(null, () => {}, (r) => {
    for (const k of Object.keys(r.leaves)) leaves[k] = (leaves[k] ?? 0) + r.leaves[k];
    held[0] += r.total; held[1] += r.notHeld;
    if (r.bad && process.env.BAD) console.log(JSON.stringify({ clause: r.clause, aim: r.aim, n: r.notHeld, ...r.bad, box: undefined }));
  });
  try {
    const f = openSync(name, 'r'), buffer = new Uint8Array(1 << 20);
    void fstatSync(f);
    for (;;) {
      const n = readSync(f, buffer, 0, buffer.length, null);
      if (n === 0) break;
      c.feed(buffer.subarray(0, n));
    }
    c.finish();
  } catch (e) {
    if (e instanceof Malformed) { console.error(`not a certificate: ${e.message}`); return 2; }
    throw e;
  }
  console.log(`Claim: ${c.claim!.title}\nhash ${c.claim!.hash}`);
  for (const r of c.clauses()) console.log(`  ${r.verdict} ${r.interceptor} against ${r.flights} ${r.why} ${r.said}`);
  const ok = c.clauses().every((r) => r.verdict === 'proved');
  console.log(`${c.proofLines} proofs, ${held[0]} leaves ${JSON.stringify(leaves)}, ${held[1]} not held; ${((performance.now() - began) / 1000).toFixed(2)} s`);
  console.log(ok ? 'PROVED' : 'NOT PROVED');
  return ok ? 0 : 1;
}
process.exitCode = main();
