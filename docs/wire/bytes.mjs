// The primitives of docs/wire-world.md: bytes, bits, and codecs put together from them.
// A codec is {read(reader) -> value, write(writer, value)}; every value is plain JSON. Numbers that may need more than
// 32 bits are texts: decimal for varint and zigzag, sixteen hex digits for i64. Bytes are hex.

/** Thrown by a reader for malformed bytes and nothing else. */
export class Refused extends Error {}

export const refuse = reason => { throw new Refused(reason); };

export const hex = bytes => Buffer.from(bytes).toString('hex');
export const unhex = text => Uint8Array.from(Buffer.from(text, 'hex'));
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads bytes from the front. */
export class Reader {
    constructor(bytes) {
        this.data = bytes;
        this.at = 0;
    }

    get left() { return this.data.length - this.at; }

    bytes(count) {
        if (count > this.left) refuse('the bytes end early');
        this.at += count;
        return this.data.subarray(this.at - count, this.at);
    }

    u8() { return this.bytes(1)[0]; }

    fixed(count) {
        let value = 0n;
        for (const each of this.bytes(count).slice().reverse()) value = value << 8n | BigInt(each);
        return value;
    }

    varint() {
        let value = 0n;
        for (let i = 0; ; i++) {
            const next = this.u8();
            if (i > 0 && next === 0) refuse('a varint is over-long');
            if (i === 9 && next > 1) refuse('a varint has more than 64 bits');
            value |= BigInt(next & 0x7f) << BigInt(7 * i);
            if (next < 0x80) return value;
        }
    }

    count(max) {
        const value = this.varint();
        if (value > BigInt(max)) refuse(`${value} is more than ${max}`);
        return Number(value);
    }

    end() { if (this.left > 0) refuse(`${this.left} bytes are left over`); }
}

/** Writes bytes one after the other. */
export class Writer {
    constructor() { this.data = []; }

    bytes(bytes) {
        for (const each of bytes) this.data.push(each);
        return this;
    }

    u8(value) { return this.bytes([value]); }

    fixed(value, count) {
        for (let i = 0; i < count; i++) this.data.push(Number(BigInt.asUintN(64, value) >> BigInt(8 * i) & 255n));
        return this;
    }

    varint(value) {
        let rest = BigInt.asUintN(64, BigInt(value));
        for (; rest > 127n; rest >>= 7n) this.data.push(Number(rest & 127n) | 128);
        return this.u8(Number(rest));
    }

    done() { return Uint8Array.from(this.data); }
}

export const toZigzag = value => BigInt.asUintN(64, value << 1n ^ value >> 63n);
export const fromZigzag = raw => raw >> 1n ^ -(raw & 1n);
export const hex64 = value => BigInt.asUintN(64, value).toString(16).padStart(16, '0');
export const from64 = text => BigInt('0x' + text);

const codec = (read, write) => ({ read, write });

export const u8 = codec(r => r.u8(), (w, v) => w.u8(v));
export const flag = codec(r => [false, true][r.u8()] ?? refuse('a flag is neither 0 nor 1'), (w, v) => w.u8(v ? 1 : 0));
export const i32 = codec(r => r.fixed(4).toString(16).padStart(8, '0'), (w, v) => w.fixed(BigInt('0x' + v), 4));
export const i64 = codec(r => hex64(r.fixed(8)), (w, v) => w.fixed(from64(v), 8));
export const varint = codec(r => r.varint().toString(), (w, v) => w.varint(BigInt(v)));
export const zigzag = codec(r => fromZigzag(r.varint()).toString(), (w, v) => w.varint(toZigzag(BigInt(v))));
export const count = max => codec(r => r.count(max), (w, v) => w.varint(v));
export const raw = size => codec(r => hex(r.bytes(size)), (w, v) => w.bytes(unhex(v)));
export const block = max => codec(r => hex(r.bytes(r.count(max))), (w, v) => w.varint(v.length / 2).bytes(unhex(v)));

export const textOf = bytes => {
    try {
        return utf8.decode(bytes);
    } catch {
        return refuse('a text is not UTF-8');
    }
};
export const bytesOf = text => new Uint8Array(Buffer.from(text, 'utf8'));
export const text = max => codec(
    r => textOf(r.bytes(r.count(max))),
    (w, v) => { const bytes = bytesOf(v); w.varint(bytes.length).bytes(bytes); });

export const opt = inner => codec(
    r => flag.read(r) ? inner.read(r) : null,
    (w, v) => { flag.write(w, v !== null); if (v !== null) inner.write(w, v); });

export const list = (max, inner) => codec(
    r => Array.from({ length: r.count(max) }, () => inner.read(r)),
    (w, v) => { w.varint(v.length); v.forEach(each => inner.write(w, each)); });

export const struct = fields => codec(
    r => Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, each.read(r)])),
    (w, v) => Object.entries(fields).forEach(([name, each]) => each.write(w, v[name])));

/** A codec whose values must also pass a check. */
export const checked = (inner, holds, reason) => codec(
    r => { const value = inner.read(r); if (!holds(value)) refuse(reason); return value; }, inner.write);

/** From 1 to 2^63 − 1. */
export const positive = checked(varint, v => v !== '0' && BigInt(v) < 1n << 63n, 'a number is not within 1..2^63 − 1');

/** A list whose keys rise. */
export const rising = (max, inner, key) => checked(list(max, inner),
    v => v.every((each, i) => i === 0 || key(v[i - 1]) < key(each)), 'a list is not in order');

export const written = (codec_, value) => { const w = new Writer(); codec_.write(w, value); return w.done(); };
/** Reads all of the bytes. */
export const whole = (codec_, bytes) => { const r = new Reader(bytes), value = codec_.read(r); r.end(); return value; };

export const width = value => value === 0n ? 0 : value.toString(2).length;

/** Reads bits, lowest first. */
export class BitReader {
    constructor(bytes) {
        this.data = bytes;
        this.at = 0;
    }

    big(count) {
        if (count > this.left) refuse('the bits end early');
        let value = 0n;
        for (let i = 0; i < count; i++, this.at++) {
            if (this.data[this.at >> 3] >> (this.at & 7) & 1) value |= 1n << BigInt(i);
        }
        return value;
    }

    get left() { return 8 * this.data.length - this.at; }

    bits(count) { return Number(this.big(count)); }

    golomb(k) {
        let zeros = 0;
        while (this.bits(1) === 0) if (++zeros + k > 62) refuse('a Golomb code has more than 63 bits');
        return (this.big(zeros + k) | 1n << BigInt(zeros + k)) - (1n << BigInt(k));
    }

    count(k, max) {
        const value = this.golomb(k);
        if (value > BigInt(max)) refuse(`${value} is more than ${max}`);
        return Number(value);
    }

    /** Nothing but zeros is left, and of bytes that were not begun at most those that fill up to so many. */
    end(padded = 0) {
        const begun = Math.ceil(this.at / 8);
        if (begun < this.data.length && this.data.length !== padded) refuse('bytes are left over after the bits');
        while (this.at < 8 * this.data.length) if (this.bits(1)) refuse('the bits do not end in zeros');
    }
}

/** Writes bits, lowest first. */
export class BitWriter {
    constructor() { this.data = []; this.size = 0; }

    bits(value, count) {
        const big = BigInt(value);
        for (let i = 0; i < count; i++, this.size++) {
            if ((this.size & 7) === 0) this.data.push(0);
            if (big >> BigInt(i) & 1n) this.data[this.size >> 3] |= 1 << (this.size & 7);
        }
        return this;
    }

    golomb(value, k) {
        const shifted = BigInt(value) + (1n << BigInt(k)), w = width(shifted);
        return this.bits(0n, w - 1 - k).bits(1n, 1).bits(shifted, w - 1);
    }

    done() { return Uint8Array.from(this.data); }
}

/** Strings of a column; `budget.left` bounds all strings of a message together. */
export const readStrings = (bits, number, max, budget) => {
    const least = bits.count(4, max), most = least + bits.count(4, max - least);
    if (most > bits.left) refuse('a string is longer than the bits that are left');
    const widths = [], from = [];
    for (let i = 0; i < most; i++) {
        widths.push(number > 2 ? bits.bits(4) : 8);
        if (widths[i] > 8) refuse('a byte is wider than 8 bits');
        from.push(widths[i] === 8 ? 0 : bits.bits(8));
    }
    return Array.from({ length: number }, () => {
        const length = least + bits.bits(width(BigInt(most - least)));
        if (length > most) refuse('a string is longer than the greatest');
        if ((budget.left -= length) < 0) refuse('the strings unfold to too much');
        return Uint8Array.from({ length }, (_, i) => from[i] + bits.bits(widths[i]));
    });
};

export const writeStrings = (bits, strings) => {
    const lengths = strings.map(s => s.length);
    const least = Math.min(...lengths), most = Math.max(...lengths);
    bits.golomb(least, 4).golomb(most - least, 4);
    const widths = [], from = [];
    for (let i = 0; i < most; i++) {
        const here = strings.filter(s => i < s.length).map(s => s[i]);
        const low = Math.min(...here), spread = width(BigInt(Math.max(...here) - low));
        widths.push(strings.length > 2 ? spread : 8);
        from.push(widths[i] === 8 ? 0 : low);
        if (strings.length > 2) {
            bits.bits(widths[i], 4);
            if (widths[i] < 8) bits.bits(low, 8);
        }
    }
    for (const each of strings) {
        bits.bits(each.length - least, width(BigInt(most - least)));
        each.forEach((byte, i) => bits.bits(byte - from[i], widths[i]));
    }
};

const ORDERS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48];

/** Numbers of a snapshot. */
export const readNumbers = (bits, number) => {
    const k = bits.bits(6);
    if (k === 62) {
        const wide = bits.bits(7);
        if (wide > 64) refuse('a number is wider than 64 bits');
        return Array(number).fill(bits.big(wide));
    }
    return Array.from({ length: number }, () => k === 63 ? bits.big(64) : bits.golomb(k));
};

export const writeNumbers = (bits, values) => {
    const unsigned = values.map(v => BigInt.asUintN(64, BigInt(v)));
    if (unsigned.every(v => v === unsigned[0])) {
        const value = unsigned[0] ?? 0n;
        bits.bits(62, 6).bits(width(value), 7).bits(value, width(value));
    } else if (unsigned.some(v => width(v) > 61)) {
        bits.bits(63, 6);
        unsigned.forEach(v => bits.bits(v, 64));
    } else {
        const cost = k => unsigned.reduce((sum, v) => sum + 2 * width(v + (1n << BigInt(k))) - 1 - k, 0);
        const k = ORDERS.reduce((best, each) => cost(each) < cost(best) ? each : best);
        bits.bits(k, 6);
        unsigned.forEach(v => bits.golomb(v, k));
    }
};
