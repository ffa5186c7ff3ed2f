// The page's engine in Node: node engine.mjs, with {problem, questions, rounds, workers} as JSON on its input. Called by
// engine.py. Gives for each question the median CPU time of one thread, ms, of every move, the median wall time with
// workers, and margins and latest launches.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { fileURLToPath } from "node:url";
import { build } from "../viewer/node_modules/esbuild/lib/main.js";

const engine = resolve(fileURLToPath(import.meta.url), "../../viewer/src/engine");
const folder = mkdtempSync(join(tmpdir(), "engine-"));
const bundled = { bundle: true, platform: "node", target: "es2022", logLevel: "warning", outdir: folder };
await build({ ...bundled, entryPoints: [join(engine, "solve.ts"), join(engine, "pool.ts")], format: "esm", outExtension: { ".js": ".mjs" } });
await build({ ...bundled, entryPoints: [join(engine, "worker.ts")], format: "iife" });
const { Solver } = await import(join(folder, "solve.mjs"));
const { Pool } = await import(join(folder, "pool.mjs"));
const { problem, questions, rounds, workers } = JSON.parse(readFileSync(0, "utf8"));

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** CPU time of this process, ms: other programs on the machine do not count. */
function timed(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3;
}

/** A worker thread as a page's Worker. */
function port() {
  const shim = `const { parentPort } = require("node:worker_threads");
    globalThis.self = { postMessage: (m, t) => parentPort.postMessage(m, t) };
    parentPort.on("message", (data) => self.onmessage({ data }));
    require(${JSON.stringify(join(folder, "worker.js"))});`;
  const worker = new Worker(shim, { eval: true });
  const made = { onmessage: null, postMessage: (m) => worker.postMessage(m), end: () => worker.terminate() };
  worker.on("message", (data) => made.onmessage({ data }));
  return made;
}

/** Moves of a hand, one after another: the first asks for everything anew. */
const movesOf = (k) => ({
  "from nothing": {},
  speed: { burnout_speed_km_s: 4 + 0.01 * k },
  delay: { launch_delay_s: 90 + k },
  site: { site: [55 + 0.01 * k, 20] },
  ratio: { flight_time_ratio: 1.1 + 0.01 * k },
});

const out = [];
for (const question of questions) {
  const one = {};
  const shared = {};
  let answer;
  for (let k = 0; k <= rounds; k++) {
    const solver = new Solver(problem);
    for (const [name, move] of Object.entries(movesOf(k))) {
      for (const curve of [false, true]) {
        const ms = timed(() => (answer = solver.solve({ ...question, ...move }, curve)));
        // The round before the first is not counted: the code is compiled then.
        if (k > 0 || rounds === 0) ((one[name] ??= [[], []])[Number(curve)] ??= []).push(ms);
      }
    }
  }
  for (const count of workers) {
    const ports = Array.from({ length: count }, port);
    const pool = new Pool(problem, ports);
    for (let k = 0; k <= rounds; k++) {
      for (const [name, move] of Object.entries(movesOf(k))) {
        const began = performance.now();
        // Another burnout time in each round, so that its first move finds nothing kept.
        await pool.solve({ ...question, burnout_time_s: 180 + k / 64, ...move }, false);
        if (k > 0) ((shared[name] ??= {})[count] ??= []).push(performance.now() - began);
      }
    }
    await Promise.all(ports.map((p) => p.end()));
  }
  answer = new Solver(problem).solve(question, false);
  const values = (column) => Array.from(column, (v) => (Number.isNaN(v) ? null : v));
  out.push({
    flights: answer.flights.count,
    // The curve is what the second call takes; the rest is kept by then.
    one: Object.fromEntries(Object.entries(one).map(([name, [plain, curve]]) => [name, [median(plain), median(curve)]])),
    workers: Object.fromEntries(Object.entries(shared).map(([name, by]) => [name, Object.fromEntries(Object.entries(by).map(([n, ms]) => [n, median(ms)]))])),
    margin: values(answer.pairs.margin_km_s),
    latest: values(answer.pairs.critical_launch_delay_s),
  });
}
rmSync(folder, { recursive: true });
console.log(JSON.stringify(out));
