/**
 * The two trees of a proof line, walked in the order they are written, without
 * recursion (certificate.md, section 2).
 *
 * Box sides are doubles. The root's sides hold the claim's decimals: rounded
 * outwards. A box is halved at a double m between its ends, the upper end of
 * the lower half and the lower end of the upper half. So the two halves cover
 * the box, whatever m is, and the leaves cover the root box: that is all
 * that the proof needs of "halve exactly".
 */
import { Malformed } from './json';
import { mid } from './earth';

export const SIDES = 14;
const WAITING = 200;
const DEPTH = 100;

/** What a walk tells: a leaf, and a reference where it begins and ends. Numbers in mm/s. */
export interface Visitor {
  leaf(kind: string, box: Float64Array, at: number, index: number, path: string): void;
  reference(mm: Float64Array, box: Float64Array, at: number): void;
  referenceEnds(): void;
  /** Whether `path` is wanted, which costs time. */
  paths: boolean;
}

export class Walker {
  private readonly boxes = new Float64Array((WAITING + 2) * 2 * SIDES);
  private readonly cuts = new Uint8Array((WAITING + 2) * SIDES);
  private readonly paths: string[] = [];
  readonly mm = new Float64Array(3);
  private at = 0;
  private text = '';

  /** Walks one tree; an error of the text is Malformed. */
  walk(text: string, root: Float64Array, first: boolean, v: Visitor): number {
    const { boxes, cuts } = this;
    boxes.set(root, 0);
    cuts.fill(0, 0, SIDES);
    this.text = text;
    this.at = 0;
    this.paths[0] = '';
    let waiting = 0, leaves = 0, inReference = false, outside = 0;
    for (;;) {
      if (this.at >= text.length) this.fail('the text ends within it');
      const c = text.charCodeAt(this.at++);
      const side = c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 100 ? c - 87 : -1;
      if (side >= 0) {
        if (inReference && side >= 2 && side <= 9) this.fail(`coordinate ${text[this.at - 1]} halved below an F`);
        if (waiting >= WAITING) this.fail(`more than ${WAITING} boxes wait`);
        this.halve(waiting, side, v.paths);
        waiting++;
        continue;
      }
      if (c === 70) {
        if (!first || inReference) this.fail('an F where none may stand');
        this.numbers();
        inReference = true;
        outside = waiting;
        v.reference(this.mm, boxes, waiting * 2 * SIDES);
        continue;
      }
      const kind = text[this.at - 1];
      if (c === 65) {
        this.numbers();   // in the second tree a leaf that does not hold
      } else if (c !== 71 && c !== 66 && c !== 76 && c !== 69) this.fail(`an unknown token ${JSON.stringify(kind)}`);
      v.leaf(kind, boxes, waiting * 2 * SIDES, leaves++, v.paths ? this.paths[waiting] : '');
      if (inReference && waiting === outside) { inReference = false; v.referenceEnds(); }
      if (waiting === 0) break;
      waiting--;
    }
    if (this.at < text.length) this.fail('more text than one tree');
    return leaves;
  }

  /** The upper half waits at this place of the stack, the lower half goes on above it. */
  private halve(i: number, side: number, paths: boolean): void {
    const { boxes, cuts } = this, a = i * 2 * SIDES, b = a + 2 * SIDES;
    if (cuts[i * SIDES + side] >= DEPTH) this.fail(`a side halved more than ${DEPTH} times`);
    cuts[i * SIDES + side]++;
    cuts.copyWithin((i + 1) * SIDES, i * SIDES, (i + 1) * SIDES);
    boxes.copyWithin(b, a, b);
    const m = mid(boxes[a + 2 * side], boxes[a + 2 * side + 1]);
    boxes[b + 2 * side + 1] = m;
    boxes[a + 2 * side] = m;
    if (paths) {
      const token = this.text[this.at - 1];
      this.paths[i + 1] = this.paths[i] + token + '-';
      this.paths[i] += token + '+';
    }
  }

  /** x,y,z; of whole numbers of one to nine digits. */
  private numbers(): void {
    for (let k = 0; k < 3; k++) {
      let minus = false, digits = 0, n = 0;
      if (this.text.charCodeAt(this.at) === 45) { minus = true; this.at++; }
      for (;;) {
        const c = this.text.charCodeAt(this.at);
        if (!(c >= 48 && c <= 57)) break;
        n = n * 10 + (c - 48);
        this.at++;
        if (++digits > 9) this.fail('a number of more than nine digits');
      }
      if (digits === 0) this.fail('a number should be here');
      if (this.text[this.at++] !== (k < 2 ? ',' : ';')) { this.at--; this.fail(k < 2 ? 'a comma should be here' : 'a ; should be here'); }
      this.mm[k] = minus ? -n : n;
    }
  }

  private fail(what: string): never { throw new Malformed(`tree, character ${this.at + 1}: ${what}`); }
}
