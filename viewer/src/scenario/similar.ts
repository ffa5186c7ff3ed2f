/** The known word that was probably meant. */

/** The nearest of some words, if it is near enough; else null. */
export function nearestOf(word: string, known: string[]): string | null {
  const asked = word.slice(0, 100); // a word may be of any length
  let [best, least] = [null as string | null, 0.41];
  for (const k of known) {
    const off = distance(asked, k) / Math.max(asked.length, k.length);
    if (off < least) [best, least] = [k, off];
  }
  return best;
}

/** How many letters have to be changed, put in or left out (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
