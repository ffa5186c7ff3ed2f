/** The lines of a certificate, from pieces of any size (certificate.md, section 2). */
import { CLAIM_LIMIT } from './claim';
import { Malformed } from './json';

const HEAD = 'reassure-certificate/3';
const LINE_LIMIT = 64_000_000;

/** Splits pieces into lines; keeps no more than one line. */
export class Lines {
  private parts: string[] = [];
  private length = 0;
  /** Lines that have ended so far. */
  count = 0;
  bytes = 0;

  constructor(private readonly take: (line: string, number: number) => void) {}

  push(piece: Uint8Array | string): void {
    this.bytes += piece.length;
    for (let i = 0; i < piece.length; i += 65536) {
      const part = typeof piece === 'string' ? piece.slice(i, i + 65536) : ascii(piece, i, Math.min(piece.length, i + 65536));
      this.split(part);
    }
  }
  private split(part: string): void {
    const odd = /[^\n\x20-\x7e\t\r]/.exec(part);
    let from = 0;
    for (;;) {
      const end = part.indexOf('\n', from);
      const until = end < 0 ? part.length : end;
      if (odd && odd.index < until) this.fail('a character that is not printable ASCII');
      this.length += until - from;
      if (this.length > this.limit()) this.fail(this.count === 0 ? `the first line should be ${HEAD}` : `more than ${this.limit()} characters`);
      if (until > from) this.parts.push(part.slice(from, until));
      if (end < 0) return;
      const line = this.parts.length === 1 ? this.parts[0] : this.parts.join('');
      this.parts = [];
      this.length = 0;
      this.count++;
      this.take(line, this.count);
      from = end + 1;
    }
  }
  private limit(): number { return this.count === 0 ? 100 : this.count === 1 ? CLAIM_LIMIT : this.count === 2 ? 71 : LINE_LIMIT; }
  /** The end of the file: the last line must have ended. */
  finish(): void { if (this.length > 0) { this.count++; throw new Malformed(`line ${this.count}: no newline at the end of the file`); } }
  private fail(what: string): never { throw new Malformed(`line ${this.count + 1}: ${what}`); }
}

function ascii(b: Uint8Array, from: number, until: number): string {
  let s = '';
  for (let i = from; i < until; i += 4096) s += String.fromCharCode(...b.subarray(i, Math.min(until, i + 4096)));
  return s;
}

/** The first line. */
export function checkHead(line: string): void {
  if (line === HEAD) return;
  const m = /^reassure-certificate\/(\d{1,9})$/.exec(line);
  throw new Malformed(m ? `version ${m[1]}: this checker reads version 3` : `line 1: should be ${HEAD}`);
}

export type Line =
  | { kind: 'stay'; interceptor: number; seconds: number }
  | { kind: 'proof'; clause: number; aim: number; trees: [string, string] }
  | { kind: 'reachable' | 'undecided'; clause: number; json: string }
  | { kind: 'end'; lines: number };

function index(s: string, what: string): number {
  if (!/^(0|[1-9]\d{0,6})$/.test(s)) throw new Malformed(`the ${what} should be a number of at most seven digits`);
  return Number(s);
}

/** A line after the hash, by its form alone. */
export function readLine(line: string): Line {
  const space = line.indexOf(' '), word = space < 0 ? line.slice(0, 20) : line.slice(0, Math.min(space, 20));
  if (word === 'proof') return readProof(line);
  if (word === 'stay') {
    const f = line.length < 40 ? line.split(' ') : [];
    if (f.length !== 3 || !/^[1-9]\d{0,3}$/.test(f[2]) || Number(f[2]) > 7200) throw new Malformed('stay <interceptor> <1 to 7200 seconds> should stand here');
    return { kind: 'stay', interceptor: index(f[1], 'interceptor'), seconds: Number(f[2]) };
  }
  if (word === 'reachable' || word === 'undecided') {
    const next = line.indexOf(' ', space + 1);
    if (next < 0 || next > 30) throw new Malformed(`${word} <clause> <JSON> should stand here`);
    return { kind: word, clause: index(line.slice(space + 1, next), 'clause'), json: line.slice(next + 1) };
  }
  if (word === 'end') {
    const m = /^end (0|[1-9]\d{0,11})$/.exec(line);
    if (!m) throw new Malformed('end <number of lines> should stand here');
    return { kind: 'end', lines: Number(m[1]) };
  }
  throw new Malformed(`unknown line ${JSON.stringify(word)}`);
}

function readProof(line: string): Line {
  const at: number[] = [];
  for (let i = line.indexOf(' '); i >= 0 && at.length < 6; i = line.indexOf(' ', i + 1)) at.push(i);
  if (at.length !== 4 || at[2] > 40) throw new Malformed('proof <clause> <aim> <tree> <tree> should stand here');
  return {
    kind: 'proof', clause: index(line.slice(at[0] + 1, at[1]), 'clause'), aim: index(line.slice(at[1] + 1, at[2]), 'aim'),
    trees: [line.slice(at[2] + 1, at[3]), line.slice(at[3] + 1)],
  };
}
