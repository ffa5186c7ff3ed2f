/** What is wrong with a scenario: where, and what is allowed (src/reassure/scenario/complaint.py). */

/** A key, outermost table first; places in lists counted from 0. */
export type Path = (string | number)[];

/** An error with the key at fault. */
export class ScenarioError extends Error {
  constructor(
    message: string,
    readonly path: Path = [],
  ) {
    super(message);
  }
}

/** The text in one line, a "?" for each character that cannot be printed, cut at 300 characters. */
export const printable = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?").slice(0, 300);

/** A value as JSON on one line in ASCII, cut at 60 characters. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value, null, 0) ?? String(value);
  const plain = text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return plain.length <= 60 ? plain : `${plain.slice(0, 57)}...`;
}

/** A key in words, places counted from one as a reader of the file counts: "deployment #2, launch_delay_s". */
export function written(path: Path): string {
  let out = "";
  for (const step of path) {
    if (typeof step === "number") out += ` #${step + 1}`;
    else {
      const name = /^[A-Za-z0-9_-]{1,60}$/.test(step) ? step : shown(step);
      out += out ? `, ${name}` : name;
    }
  }
  return out;
}

/** The line on which a key stands, counted from 1, where it can be told: [[table]] headers and plain keys. */
function lineOf(path: Path, text: string): number | null {
  // A string of several lines may hold lines that look like keys.
  if (/"""|'''/.test(text) || !path.length || typeof path[0] !== "string") return null;
  const lines = text.split(/\r?\n/);
  let [start, rest] = [0, path];
  if (path.length >= 2 && typeof path[1] === "number") {
    const header = new RegExp(`^\\s*\\[\\[\\s*${quoted(path[0])}\\s*\\]\\]`);
    const headers = lines.flatMap((line, i) => (header.test(line) ? [i] : []));
    if (headers.length <= path[1]) return null;
    [start, rest] = [headers[path[1]] + 1, path.slice(2)];
    if (!rest.length) return start;
  }
  const key = rest[0];
  if (typeof key !== "string") return null;
  const wanted = new RegExp(`^\\s*["']?${quoted(key)}["']?\\s*=`);
  for (let i = start; i < lines.length && !/^\s*\[\[?\s*[A-Za-z]/.test(lines[i]); i++) if (wanted.test(lines[i])) return i + 1;
  return start || null;
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** One line: file, line where it can be told, key, value, message. */
export function located(name: string, path: Path, text: string, value: string, message: string): string {
  const line = lineOf(path, text);
  const key = written(path);
  const said = key && value ? `${key} = ${value}: ` : key ? `${key}: ` : "";
  return `${name}${line ? `, line ${line}` : ""}: ${said}${message}`;
}

/** Run a look-up; where it fails, the error has the path of the key that it came from. */
export function at<T>(path: Path, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof ScenarioError && !error.path.length) throw new ScenarioError(error.message, path);
    throw error;
  }
}

/** The error for a name that nothing has. */
export const noSuch = (what: string, name: string, known: Iterable<string>, path: Path = []): ScenarioError =>
  new ScenarioError(`no ${what} ${printable(name)}; allowed: ${[...new Set(known)].join(", ")}`, path);
