// "Cut", "Sketch" and "Blocks" of docs/wire-world.md.
import { BitReader, BitWriter, block, checked, count, hex, hex64, from64, i64, list, positive, readNumbers, refuse,
    rising, struct, u8, unhex, written, writeNumbers } from './bytes.mjs';
import { entityKey, hash, sector, sha256, versionVector } from './world.mjs';
import { readSnapshot, writeSnapshot } from './snapshot.mjs';

const one = checked(u8, v => v === 1, 'the version is not known');
const MAX_SYMBOLS = 65536, MAX_SNAPSHOT = 32 << 20;

export const cut = struct({
    version: one, sector, number: positive,
    stable: rising(65536, struct({ replica: i64, clock: i64 }), v => from64(v.replica)),
    reached: versionVector,
});

const snapshot = {
    read: r => readSnapshot(r.bytes(r.count(MAX_SNAPSHOT))),
    write: (w, v) => { const bytes = writeSnapshot(v); w.varint(bytes.length).bytes(bytes); },
};

// Symbols.

const check24 = {
    read: r => r.fixed(3).toString(16).padStart(6, '0'),
    write: (w, v) => w.fixed(BigInt('0x' + v), 3),
};
export const symbols = list(MAX_SYMBOLS, struct({ sum: i64, check: check24, count: u8 }));

const u64 = value => BigInt.asUintN(64, value);
const rotl = (value, by) => u64(value << by) | value >> 64n - by;

/** SipHash-2-4 of bytes under a key of two halves. */
export const sipHash = (low, high, bytes) => {
    let [v0, v1, v2, v3] = [low ^ 0x736f6d6570736575n, high ^ 0x646f72616e646f6dn,
        low ^ 0x6c7967656e657261n, high ^ 0x7465646279746573n];
    const round = () => {
        v0 = u64(v0 + v1); v1 = rotl(v1, 13n) ^ v0; v0 = rotl(v0, 32n);
        v2 = u64(v2 + v3); v3 = rotl(v3, 16n) ^ v2;
        v0 = u64(v0 + v3); v3 = rotl(v3, 21n) ^ v0;
        v2 = u64(v2 + v1); v1 = rotl(v1, 17n) ^ v2; v2 = rotl(v2, 32n);
    };
    const padded = new Uint8Array((bytes.length >> 3) + 1 << 3);
    padded.set(bytes);
    padded[padded.length - 1] = bytes.length & 255;
    for (let at = 0; at < padded.length; at += 8) {
        const word = padded.subarray(at, at + 8).reduceRight((sum, each) => sum << 8n | BigInt(each), 0n);
        v3 ^= word; round(); round(); v0 ^= word;
    }
    v2 ^= 255n;
    for (let i = 0; i < 4; i++) round();
    return v0 ^ v1 ^ v2 ^ v3;
};

const checkOf = item => {
    let mixed = u64(item + 0x9e3779b97f4a7c15n);
    mixed = u64((mixed ^ mixed >> 30n) * 0xbf58476d1ce4e5b9n);
    mixed = u64((mixed ^ mixed >> 27n) * 0x94d049bb133111ebn);
    return mixed >> 40n;
};

/** The first so many symbols of the set of these items. */
export const symbolsOf = (items, size) => {
    const out = Array.from({ length: size }, () => ({ sum: 0n, check: 0n, count: 0 }));
    for (const item of items) {
        let draw = item;
        for (let at = 0; at < size;) {
            out[at] = { sum: out[at].sum ^ item, check: out[at].check ^ checkOf(item), count: out[at].count + 1 & 255 };
            draw = u64(draw * 0xda942042e4dd58b5n + 1n);
            at += Math.ceil((at + 1.5) * (4294967296 / Math.sqrt(Number(draw >> 11n) * 2048 + 1) - 1));
        }
    }
    return out.map(each => ({ ...each, sum: hex64(each.sum), check: each.check.toString(16).padStart(6, '0') }));
};

// Messages of a session.

const opening = struct({ high: i64, items: count(2 ** 31 - 1), known: snapshot });
export const sketchPart = checked({
    read: r => {
        const out = { version: one.read(r), session: i64.read(r), first: count(MAX_SYMBOLS).read(r) };
        return { ...out, opening: out.first === 0 ? opening.read(r) : null, symbols: symbols.read(r) };
    },
    write: (w, v) => {
        one.write(w, v.version);
        i64.write(w, v.session);
        w.varint(v.first);
        if (v.opening) opening.write(w, v.opening);
        symbols.write(w, v.symbols);
    },
}, v => v.symbols.length > 0, 'a part has no symbols');

const packed = block(8 * MAX_SYMBOLS + 8);
const prefixes = {
    read: r => {
        const size = r.count(MAX_SYMBOLS);
        if (size === 0) return { width: 0, hashes: [] };
        const wide = r.u8(), bytes = unhex(packed.read(r));
        if (wide < 1 || wide > 63) refuse('a prefix is not of 1 to 63 bits');
        if (size > bytes.length) refuse('there are fewer bytes than prefixes');
        const bits = new BitReader(bytes);
        let sum = 0n;
        const hashes = readNumbers(bits, size).map(each => {
            sum += each;
            return sum >> BigInt(wide) ? refuse('a prefix is wider than said') : sum.toString();
        });
        bits.end(size);
        return { width: wide, hashes };
    },
    write: (w, v) => {
        w.varint(v.hashes.length);
        if (v.hashes.length === 0) return;
        const bits = new BitWriter();
        writeNumbers(bits, v.hashes.map((each, i) => BigInt(each) - (i === 0 ? 0n : BigInt(v.hashes[i - 1]))));
        const bytes = hex(bits.done());
        w.u8(v.width);
        packed.write(w, bytes.padEnd(2 * v.hashes.length, '0'));
    },
};
export const difference = struct({ version: one, session: i64, more: snapshot, lacks: prefixes });

// Blocks.

const shape = struct({ version: one, sector, fronts: count(64), bits: u8 });
export const root = {
    read: r => {
        const out = shape.read(r);
        if (out.fronts === 0 || out.bits > 10) refuse('there is no front, or there are too many blocks');
        return { ...out, hashes: Array.from({ length: out.fronts + 2 ** out.bits }, () => hash.read(r)) };
    },
    write: (w, v) => { shape.write(w, v); v.hashes.forEach(each => hash.write(w, each)); },
};

const murmur = x => {
    x = u64((x ^ x >> 33n) * 0xff51afd7ed558ccdn);
    x = u64((x ^ x >> 33n) * 0xc4ceb9fe1a85ec53n);
    return x ^ x >> 33n;
};
const blockOf = (entity, bits) => {
    const key = entityKey(entity);
    return Number(murmur(key >> 64n ^ murmur(u64(key))) >> 64n - BigInt(bits));
};

/** What parts, which must have the hashes of a root, say together; refuses those that are not dealt out as they should. */
export const readParts = (v, parts) => {
    parts.forEach((each, i) => { if (hex(sha256(each)) !== v.hashes[i]) refuse(`part ${i} has another hash`); });
    const head = [3, ...new Uint8Array(32), ...written(sector, v.sector)];
    const read = (...some) => readSnapshot(Uint8Array.from([...head, ...some.flatMap(each => [...each])]));
    const out = read(...parts.slice(0, v.fronts));
    if (out.copies.length > 0) refuse('a front has copies');
    parts.slice(v.fronts).map(each => read(each)).forEach((block, i) => {
        if (block.copies.some(each => blockOf(each.entity, v.bits) !== i)) refuse('a copy is in another block');
        if (block.cut !== out.cut || block.replicas.some(each => each.last !== '1')) refuse('a block says too much');
        out.copies.push(...block.copies);
    });
    out.copies.sort((a, b) => entityKey(a.entity) < entityKey(b.entity) ? -1 : 1);
    return out;
};
