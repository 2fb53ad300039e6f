// Logs of docs/wire-world.md, "Text".
import {
    BitReader, BitWriter, fromZigzag, i64, list, readNumbers, refuse, struct, toZigzag, whole, writeNumbers, written,
} from './bytes.mjs';
import { sector } from './world.mjs';

const MAX_UNITS = 1 << 22, KINDS = ['right', 'left', 'delete', 'begin'];
const authors = list(1 << 16, struct({ replica: i64, sector }));

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

const readUnits = (bits, size) => {
    const plain = bits.bits(1) === 0;
    if (7 * size > bits.left) refuse('the units are fewer than the edits insert');
    return String.fromCharCode(...Array.from({ length: size }, () =>
        plain || bits.bits(1) === 0 ? bits.bits(7) : bits.bits(bits.bits(1) === 0 ? 11 : 16)));
};

const writeUnits = (bits, units) => {
    const codes = Array.from({ length: units.length }, (_, i) => units.charCodeAt(i));
    const plain = codes.every(code => code < 128);
    bits.bits(plain ? 0 : 1, 1);
    for (const code of codes) {
        if (plain) bits.bits(code, 7);
        else if (code < 128) bits.bits(0, 1).bits(code, 7);
        else if (code < 2048) bits.bits(1, 2).bits(code, 11);
        else bits.bits(3, 2).bits(code, 16);
    }
};

/** A log, up to the end of what is read. */
const log = {
    read: r => {
        const start = r.count(MAX_UNITS), number = r.count(2 ** 31 - 1), others = authors.read(r);
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
            near.after(kinds[i], author, at, size);
            edits.push({ kind: kinds[i], author, at: Number(at), size });
        }
        if (near.own() > BigInt(MAX_UNITS)) refuse('a text is of too many units');
        const units = readUnits(bits, Number(near.own()) - start);
        bits.end();
        return { start, others, edits, units };
    },
    write: (w, v) => {
        authors.write(w.varint(v.start).varint(v.edits.length), v.others);
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
        writeUnits(bits, v.units);
        w.bytes(bits.done());
    },
};

/** A log in a block. */
export const inBlock = {
    read: r => whole(log, r.bytes(r.count(60 * 1024))),
    write: (w, v) => { const bytes = written(log, v); w.varint(bytes.length).bytes(bytes); },
};
