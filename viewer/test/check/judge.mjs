// What the second checker says of many certificates, in one process: node judge.mjs, with one JSON text on each line of its input,
// a certificate's bytes as characters. For each comes a line: {code, hash, leaves, unsettled, failed, message, clauses}; the code is
// the command line's. `--first`: supposes c as the first checker does (guarantee.md, section 3), not the least.
import { createInterface } from "node:readline";
import { FIRST, bundled, proved } from "./lib.mjs";

const checker = await bundled(...(process.argv.includes("--first") ? [FIRST] : []));

function judged(text) {
  const counts = { leaves: 0, unsettled: 0, failed: 0 };
  const reader = new checker.check.Checker((line) => reader.result(checker.check.checkProofLine(reader.claim, reader.stay, line, (kind, { status }) => {
    counts.leaves++;
    if (status === "not settled") counts.unsettled++;
    if (status === "fails") counts.failed++;
  })));
  try {
    reader.feed(new Uint8Array(Buffer.from(text, "latin1")));
    reader.finish();
  } catch (error) {
    if (error instanceof checker.json.Malformed) return { code: 2, message: error.message };
    throw error;
  }
  const clauses = reader.clauses().map(({ verdict, said, why }) => ({ verdict, said, why }));
  return { code: proved(reader) ? 0 : 1, hash: reader.claim.hash, ...counts, clauses };
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(judged(JSON.parse(line))));
