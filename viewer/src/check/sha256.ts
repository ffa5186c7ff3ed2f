/** SHA-256 (FIPS 180-4), of a text of ASCII characters. */
const PRIMES: number[] = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((p) => n % p !== 0)) PRIMES.push(n);

/** The first 32 bits of the fractional part of the k-th root of a prime, by whole numbers. */
function rootBits(p: number, k: bigint): number {
  const want = BigInt(p) << (32n * k);
  let low = 0n, high = BigInt(p) << 32n;
  while (high - low > 1n) {
    const m = (low + high) / 2n;
    if (m ** k <= want) low = m; else high = m;
  }
  return Number(low & 0xffffffffn);
}
const ROUND = new Uint32Array(PRIMES.map((p) => rootBits(p, 3n)));
const START = PRIMES.slice(0, 8).map((p) => rootBits(p, 2n));

export function sha256(text: string): string {
  const h = new Uint32Array(START), w = new Uint32Array(64), block = new Uint8Array(64);
  const n = text.length, blocks = Math.floor((n + 8) / 64) + 1;
  for (let b = 0; b < blocks; b++) {
    for (let i = 0; i < 64; i++) {
      const at = b * 64 + i;
      block[i] = at < n ? text.charCodeAt(at) : at === n ? 0x80 : 0;
    }
    if (b === blocks - 1) {
      const bits = n * 8, high = Math.floor(bits / 2 ** 32);
      for (let i = 0; i < 4; i++) {
        block[56 + i] = (high >>> (24 - 8 * i)) & 255;
        block[60 + i] = ((bits >>> 0) >>> (24 - 8 * i)) & 255;
      }
    }
    compress(h, w, block);
  }
  return [...h].map((x) => x.toString(16).padStart(8, '0')).join('');
}

function compress(h: Uint32Array, w: Uint32Array, block: Uint8Array): void {
  const turn = (x: number, k: number): number => (x >>> k) | (x << (32 - k));
  for (let i = 0; i < 16; i++) w[i] = (block[4 * i] << 24) | (block[4 * i + 1] << 16) | (block[4 * i + 2] << 8) | block[4 * i + 3];
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
  let [a, b, c, d, e, f, g, k] = h;
  for (let i = 0; i < 64; i++) {
    const t = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
    const s = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    k = g; g = f; f = e; e = (d + t) | 0; d = c; c = b; b = a; a = (t + s) | 0;
  }
  h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += k;
}
