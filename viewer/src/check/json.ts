/** A strict parser of the claim's JSON: numbers keep their text. */
import { Num } from './exact';

export type Json = null | boolean | string | Num | Json[] | Map<string, Json>;
/** An error of the file: it is not a certificate. One line. */
export class Malformed extends Error {}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const DEPTH = 20;

export function parseJson(text: string): Json {
  const p = new Parser(text);
  p.space();
  const v = p.value(0);
  p.space();
  if (p.at < text.length) p.fail('more text after the end');
  return v;
}

class Parser {
  at = 0;
  constructor(readonly s: string) {}
  fail(what: string): never { throw new Malformed(`the claim's JSON, character ${this.at + 1}: ${what}`); }
  space(): void {
    for (;;) {
      const c = this.s.charCodeAt(this.at);
      if (c === 32 || c === 9 || c === 10 || c === 13) this.at++; else return;
    }
  }
  value(depth: number): Json {
    const c = this.s[this.at];
    if (c === '{') return this.table(depth + 1);
    if (c === '[') return this.list(depth + 1);
    if (c === '"') return this.text();
    if (this.s.startsWith('true', this.at)) { this.at += 4; return true; }
    if (this.s.startsWith('false', this.at)) { this.at += 5; return false; }
    if (this.s.startsWith('null', this.at)) { this.at += 4; return null; }
    return this.number();
  }
  number(): Num {
    NUMBER.lastIndex = this.at;
    // a bounded look: a hostile run of digits must not become one text
    const m = NUMBER.exec(this.s);
    if (!m) this.fail('no value here');
    const t = m[0];
    if (t.length > 40) this.fail('a number of more than 40 characters');
    const e = /[eE]([+-]?\d+)$/.exec(t);
    if (e && Math.abs(Number(e[1])) > 60) this.fail('an exponent beyond -60 to 60');
    this.at += t.length;
    return new Num(t);
  }
  list(depth: number): Json[] {
    this.deep(depth);
    const out: Json[] = [];
    this.at++;
    this.space();
    if (this.s[this.at] === ']') { this.at++; return out; }
    for (;;) {
      this.space();
      out.push(this.value(depth));
      this.space();
      const c = this.s[this.at];
      this.at++;
      if (c === ']') return out;
      if (c !== ',') { this.at--; this.fail('a comma or ] should be here'); }
    }
  }
  table(depth: number): Map<string, Json> {
    this.deep(depth);
    const out = new Map<string, Json>();
    this.at++;
    this.space();
    if (this.s[this.at] === '}') { this.at++; return out; }
    for (;;) {
      this.space();
      if (this.s[this.at] !== '"') this.fail('a key should be here');
      const k = this.text();
      if (out.has(k)) this.fail(`the key ${JSON.stringify(k.slice(0, 50))} stands twice`);
      this.space();
      if (this.s[this.at] !== ':') this.fail('a colon should be here');
      this.at++;
      this.space();
      out.set(k, this.value(depth));
      this.space();
      const c = this.s[this.at];
      this.at++;
      if (c === '}') return out;
      if (c !== ',') { this.at--; this.fail('a comma or } should be here'); }
    }
  }
  deep(depth: number): void { if (depth > DEPTH) this.fail(`nested more than ${DEPTH} deep`); }
  text(): string {
    let out = '', from = ++this.at;
    for (;;) {
      const c = this.s.charCodeAt(this.at);
      if (c === 34) { out += this.s.slice(from, this.at++); return out; }
      if (!(c >= 32)) this.fail('a text without an end, or a control character in it');
      if (c !== 92) { this.at++; continue; }
      out += this.s.slice(from, this.at) + this.escape();
      from = this.at;
    }
  }
  escape(): string {
    const c = this.s[this.at + 1];
    const plain: Record<string, string> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
    if (c !== undefined && Object.hasOwn(plain, c)) { this.at += 2; return plain[c]; }
    const hex = this.s.slice(this.at + 2, this.at + 6);
    if (c !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) this.fail('an unknown escape');
    this.at += 6;
    return String.fromCharCode(parseInt(hex, 16));
  }
}
