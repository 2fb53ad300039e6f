// Logs and states of docs/wire-world.md, "Text" and "List".
import {
    BitReader, BitWriter, checked, fromZigzag, hex, i64, list, readNumbers, refuse, struct,
    toZigzag, unhex, whole, width, writeNumbers, written,
} from './bytes.mjs';
import { compareReplicas, compareSectors, sector } from './world.mjs';

const MAX_UNITS = 1 << 22, KINDS = ['right', 'left', 'delete', 'begin'];
const authors = () => list(1 << 16, struct({ replica: i64, sector }));

/** What the number of a unit is relative to, for each author: the log's is author 0. */
const nearest = (start, others) => {
    const near = [BigInt(start), ...others.map(() => 0n)];
    let own = BigInt(start);
    return {
        of: author => near[author],
        own: () => own,
        after: (kind, author, at, size) => {
            near[author] = at;
            if (kind !== 'delete') near[0] = own += BigInt(size);
        },
    };
};

/** The letters of the short code: eight take four bits, sixteen six, any other of ASCII nine. */
const COMMON = ' etaoinsrhldcumfpgwybvk.';
const SHORT_MOST = 8, VALUE_MAX = 4098;

const readShort = bits => {
    if (bits.bits(1) === 0) return COMMON.charCodeAt(bits.bits(3));
    return bits.bits(1) === 0 ? COMMON.charCodeAt(SHORT_MOST + bits.bits(4)) : bits.bits(7);
};
const readWide = bits => bits.bits(bits.bits(1) === 0 ? 7 : bits.bits(1) === 0 ? 11 : 16);

const letters = {
    read: (bits, size) => {
        const mode = bits.bits(2);
        if (mode > 2) refuse('units are of no known code');
        if (4 * size > bits.left) refuse('the units are fewer than the edits insert');
        return Array.from({ length: size }, () => String.fromCharCode(
            mode === 0 ? bits.bits(7) : mode === 1 ? readWide(bits) : readShort(bits))).join('');
    },
    write: (bits, units) => {
        const codes = Array.from({ length: units.length }, (_, i) => units.charCodeAt(i));
        const place = code => code < 128 ? COMMON.indexOf(String.fromCharCode(code)) : -1;
        const sizeOf = code => place(code) < 0 ? 9 : place(code) < SHORT_MOST ? 4 : 6;
        if (codes.some(code => code >= 128)) {
            bits.bits(1, 2);
            codes.forEach(code => code < 128 ? bits.bits(0, 1).bits(code, 7)
                : code < 2048 ? bits.bits(1, 2).bits(code, 11) : bits.bits(3, 2).bits(code, 16));
        } else if (codes.reduce((sum, code) => sum + sizeOf(code), 0) < 7 * codes.length) {
            bits.bits(2, 2);
            codes.forEach(code => place(code) < 0 ? bits.bits(3, 2).bits(code, 7)
                : place(code) < SHORT_MOST ? bits.bits(0, 1).bits(place(code), 3)
                    : bits.bits(1, 2).bits(place(code) - SHORT_MOST, 4));
        } else {
            bits.bits(0, 2);
            codes.forEach(code => bits.bits(code, 7));
        }
    },
};

const values = {
    read: (bits, size) => {
        if (size === 0) return [];
        const order = bits.bits(4);
        if (order > 12 || size > bits.left) refuse('the values are fewer than the edits insert');
        return Array.from({ length: size }, () => {
            const length = bits.count(order, VALUE_MAX);
            if (8 * length > bits.left) refuse('a value is cut');
            return hex(Uint8Array.from({ length }, () => bits.bits(8)));
        });
    },
    write: (bits, units) => {
        if (units.length === 0) return;
        const lengths = units.map(each => each.length / 2);
        const cost = k => lengths.reduce((sum, v) => sum + 2 * (width(BigInt(v) + (1n << BigInt(k))) - 1) - k + 1, 0);
        const order = [...Array(13).keys()].reduce((best, k) => cost(k) < cost(best) ? k : best, 0);
        bits.bits(order, 4);
        units.forEach((each, i) => {
            bits.golomb(lengths[i], order);
            unhex(each).forEach(byte => bits.bits(byte, 8));
        });
    },
};

/** A log, up to the end of what is read. */
const logOf = units => ({
    read: r => {
        const start = r.count(MAX_UNITS), number = r.count(2 ** 31 - 1), others = authors().read(r);
        const bits = new BitReader(r.bytes(r.left));
        if (number === 0) refuse('a log has no edits');
        if (2 * number > bits.left) refuse('a log has fewer edits than it says');
        const kinds = Array.from({ length: number }, () => KINDS[bits.bits(2)]);
        const [who, where, sizes] = [0, 1, 2].map(() => readNumbers(bits, number));
        const near = nearest(start, others), edits = [];
        for (let i = 0; i < number; i++) {
            if (who[i] > BigInt(others.length)) refuse('an edit is of no author');
            if (sizes[i] >= BigInt(MAX_UNITS)) refuse('an edit is of too many units');
            const author = Number(who[i]), size = Number(sizes[i]) + 1, at = near.of(author) + fromZigzag(where[i]);
            if (at < 0n || at > BigInt(MAX_UNITS)) refuse('no unit has that number');
            if (kinds[i] === 'begin' && (author !== 0 || at !== 0n)) refuse('the beginning is no unit of anybody');
            near.after(kinds[i], author, at, size);
            edits.push({ kind: kinds[i], author, at: Number(at), size });
        }
        if (near.own() > BigInt(MAX_UNITS)) refuse('a text is of too many units');
        const read = units.read(bits, Number(near.own()) - start);
        bits.end();
        return { start, others, edits, units: read };
    },
    write: (w, v) => {
        authors().write(w.varint(v.start).varint(v.edits.length), v.others);
        const bits = new BitWriter(), near = nearest(v.start, v.others);
        const where = v.edits.map(each => {
            const from = toZigzag(BigInt(each.at) - near.of(each.author));
            near.after(each.kind, each.author, BigInt(each.at), each.size);
            return from;
        });
        v.edits.forEach(each => bits.bits(KINDS.indexOf(each.kind), 2));
        writeNumbers(bits, v.edits.map(each => each.author));
        writeNumbers(bits, where);
        writeNumbers(bits, v.edits.map(each => each.size - 1));
        units.write(bits, v.units);
        w.bytes(bits.done());
    },
});

/** The log of an edit, up to the end of its op. */
export const textLog = logOf(letters);
export const listLog = logOf(values);

/** The log of all that an author wrote: insertions, then what is deleted of it. */
const isWhole = v => {
    const first = v.edits.findIndex(each => each.kind === 'delete'), gone = first < 0 ? [] : v.edits.slice(first);
    return v.start === 0 && gone.every(each => each.kind === 'delete' && each.author === 0);
};
const inBlock = log => checked({
    read: r => whole(log, r.bytes(r.count(16 << 20))),
    write: (w, v) => { const bytes = written(log, v); w.varint(bytes.length).bytes(bytes); },
}, isWhole, 'a log of a state is not whole');
const order = (one, other) => compareReplicas(one, other) || compareSectors(one.sector, other.sector);
const sequence = log => {
    const shape = () => checked(
        list(1 << 22, struct({ replica: i64, sector, log: inBlock(log) })),
        v => v.every((each, i) => i === 0 || order(v[i - 1], each) < 0), 'authors are not in order');
    return { read: r => shape().read(r), write: (w, v) => shape().write(w, v) };
};

/** The states of a text and of a list. */
export const textState = sequence(logOf(letters));
export const listState = sequence(logOf(values));
