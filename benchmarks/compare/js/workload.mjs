// The workload of benchmarks/anchor in JavaScript, draw for draw.
// PRNG: xoshiro128** seeded by a 32-bit splitmix; nextInt(n) = floor(u32*n / 2^32), n <= 2^20.
export class Rng {
  constructor(seed, stream) {
    let st = (seed ^ Math.imul(stream + 1, 0x9E3779B1)) | 0;
    const sm = () => { st = (st + 0x9E3779B9) | 0; let z = st;
      z = Math.imul(z ^ (z >>> 16), 0x85EBCA6B); z = Math.imul(z ^ (z >>> 13), 0xC2B2AE35); return z ^ (z >>> 16); };
    this.a = sm(); this.b = sm(); this.c = sm(); this.d = sm();
  }
  u32() {
    let r = Math.imul(this.b, 5); r = Math.imul((r << 7) | (r >>> 25), 9);
    const t = this.b << 9;
    this.c ^= this.a; this.d ^= this.b; this.b ^= this.c; this.a ^= this.d; this.c ^= t;
    this.d = (this.d << 11) | (this.d >>> 21);
    return r >>> 0;
  }
  ni(n) { return Math.floor(this.u32() * n / 4294967296); }
}
export const POS = 0, OWNER = 1, INC = 2, TADD = 3, TDEL = 4, CREATE = 5, DELETE = 6;
// op object: {k, e, x, y, z, owner, hp, tags(bitmask 16), inc, t}
function fillEntity(g, o) {
  o.x = g.ni(65536); o.y = g.ni(256); o.z = g.ni(65536); o.owner = g.ni(1000); o.hp = 1 + g.ni(100);
  const n = g.ni(4); let m = 0; for (let i = 0; i < n; i++) m |= 1 << g.ni(16); o.tags = m; return o;
}
export class Populate {
  constructor(seed) { this.g = new Rng(seed, 1); this.i = 0; }
  next() { return fillEntity(this.g, { k: CREATE, e: this.i++ }); }
}
export class Churn {                       // one per replica
  constructor(seed, r, n) { this.g = new Rng(seed, 100 + r); this.r = r; this.n = n; this.k = 0; this.own = []; this.head = 0; }
  pick() { return this.g.ni(2) === 0 ? this.g.ni(Math.max(1, this.n >>> 4)) : this.g.ni(this.n); }
  next() {
    const g = this.g, d = g.ni(100);
    if (d < 80) { const e = this.pick(), f = g.ni(10);
      if (f < 8) { const x = g.ni(65536), y = g.ni(256), z = g.ni(65536); return { k: POS, e, x, y, z }; }
      return { k: OWNER, e, owner: g.ni(1000) }; }
    if (d < 90) { const e = this.pick(); return { k: INC, e, inc: g.ni(21) - 10 }; }
    if (d < 95) { const e = this.pick(), t = g.ni(16); return { k: g.ni(2) === 0 ? TADD : TDEL, e, t }; }
    if (g.ni(2) === 0 || this.head === this.own.length) {
      const e = 1000000 * (this.r + 1) + this.k++; this.own.push(e); return fillEntity(g, { k: CREATE, e }); }
    return { k: DELETE, e: this.own[this.head++] };
  }
}
export class Diverge {                     // W4: distinct entities, POS sets
  constructor(seed, n) { this.g = new Rng(seed, 400); this.n = n; this.seen = new Set(); }
  next() { const g = this.g; let e; do { e = g.ni(this.n); } while (this.seen.has(e)); this.seen.add(e);
    const x = g.ni(65536), y = g.ni(256), z = g.ni(65536); return { k: POS, e, x, y, z }; }
}

/** A place as one number of 40 bits. */
export const pos = op => op.x * 2 ** 24 + op.y * 2 ** 16 + op.z;
