// Records of docs/wire-world.md. A field is a text: boolean, byte, short, int, long, width1..7, grid, float, double, steps,
// text, enum:COUNT, entity, peer, sector, vec3, vec3steps, quat. Floats are the hex of their bits, steps their number.
import { Reader, Writer, checked, count, flag, from64, i32, i64, refuse, text, u8, zigzag } from './bytes.mjs';
import { entity, hash, sector } from './world.mjs';

const ranged = bits => ({
    read: r => {
        const value = BigInt(zigzag.read(r));
        return value === BigInt.asIntN(bits, value) ? value.toString() : refuse(`${value} needs more than ${bits} bits`);
    },
    write: zigzag.write,
});
const byte = {
    read: r => BigInt.asIntN(8, BigInt(u8.read(r))).toString(),
    write: (w, v) => w.fixed(BigInt(v), 1),
};
const wide = bytes => ({
    read: r => r.fixed(Math.min(bytes, r.left)).toString(),
    write: (w, v) => w.fixed(BigInt(v), bytes),
});
const grid = {
    read: r => {
        let at = 0;
        return Array.from({ length: r.count(4096) }, () => {
            const length = r.count(4096 - at);
            if (length === 0) refuse('a run of tiles is empty');
            at += length;
            return { length, tile: BigInt.asIntN(32, BigInt(zigzag.read(r))).toString() };
        });
    },
    write: (w, v) => { w.varint(v.length); v.forEach(each => { w.varint(each.length); zigzag.write(w, each.tile); }); },
};
const quat = {
    read: r => {
        const bits = r.fixed(5), code = i => Number(bits >> BigInt(12 * i) & 4095n), codes = [code(0), code(1), code(2)];
        if (bits >> 38n) refuse('bits 38 and 39 of a rotation are not 0');
        if (codes.includes(0)) refuse('a code of a rotation is 0');
        const squares = codes.reduce((sum, each) => sum + (each - 2048) ** 2, 0);
        if (squares > 2 * 2047 ** 2) refuse('the squares of a rotation are more than 1');
        return { left: Number(bits >> 36n), codes };
    },
    write: (w, v) => w.fixed(v.codes.reduce((bits, each, i) => bits | BigInt(each) << BigInt(12 * i), BigInt(v.left) << 36n), 5),
};

const finite = checked(i64, v => (from64(v) >> 52n & 2047n) !== 2047n, 'a number of a Vec3 is not finite');

// A codec and the value of a field no byte of which is there.
const zeros = n => '0'.repeat(n);
const FIELDS = {
    boolean: [flag, false], byte: [byte, '0'], short: [ranged(16), '0'], int: [ranged(32), '0'], long: [zigzag, '0'],
    grid: [grid, []], float: [i32, zeros(8)], double: [i64, zeros(16)], finite: [finite, zeros(16)], steps: [zigzag, '0'], text: [text(4096), ''],
    entity: [entity, `${zeros(16)}:0`], peer: [hash, zeros(64)], sector: [sector, { x: '0', y: '0', scale: 0 }],
    quat: [quat, { left: 3, codes: [2048, 2048, 2048] }],
};
const THREE = { vec3: 'finite', vec3steps: 'steps' };

const fieldOf = name => {
    const [kind, most] = name.split(':');
    if (kind === 'enum') return [count(Number(most) - 1), 0];
    return /^width/.test(kind) ? [wide(Number(kind.slice(5))), '0'] : FIELDS[kind];
};
const flat = names => names.flatMap(name => THREE[name] ? Array(3).fill(THREE[name]) : [name]);

/** The fields in order, three for a Vec3; what follows them is ignored. */
export const readRecord = (names, bytes) => {
    const r = new Reader(bytes);
    return flat(names).map(name => { const [codec, none] = fieldOf(name); return r.left ? codec.read(r) : none; });
};

export const writeRecord = (names, values) => {
    const w = new Writer();
    flat(names).forEach((name, i) => fieldOf(name)[0].write(w, values[i]));
    return w.done();
};
