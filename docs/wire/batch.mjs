// Batches of docs/wire-world.md: ops, the two versions, and columns.
import {
    BitReader, BitWriter, Reader, Writer, block, bytesOf, count, from64, fromZigzag, hex, hex64, i32, i64, list, opt,
    positive, readStrings, refuse, struct, text, textOf, toZigzag, unhex, varint, whole, width, writeStrings, zigzag,
} from './bytes.mjs';
import { listLog, textLog } from './text.mjs';
import { cells, dot, entity, entityKey, hash, proof, proofId, sector, sha256 } from './world.mjs';

const MAX_BYTES = 60 * 1024, MAX_OPS = 16384, MAX_STRINGS = 240 * 1024;

const cell = { entity, component: i32 };
const claim = opt(proofId);
/** The replica of an edited entity, null for the batch's own. */
const creator = {
    read: r => { const own = r.u8(); if (own > 1) refuse('a flag is neither 0 nor 1'); return own ? null : i64.read(r); },
    write: (w, v) => v === null ? w.u8(1) : i64.write(w.u8(0), v),
};
const OPS = {
    1: ['spawn', struct({ entity })],
    2: ['delete', struct({ entity, claim })],
    3: ['write', struct({ ...cell, claim, log: varint, value: block(16384) })],
    4: ['add', struct({ ...cell, amount: zigzag })],
    5: ['include', struct({ ...cell, element: text(4096) })],
    6: ['exclude', struct({ ...cell, element: text(4096), seen: list(4096, dot(MAX_OPS)) })],
    7: ['claim', proof],
    8: ['leave', struct({ entity, to: sector, claim })],
    9: ['enter', struct({ entity, birth: sector, claim, cells: block(MAX_BYTES) })],
    10: ['offer', struct({ ...cell, number: zigzag })],
    11: ['entitle', struct({ ...cell, to: hash, total: varint })],
    12: ['spend', struct({ ...cell, total: varint })],
    13: ['paint', struct({
        ...cell, first: count(4095), more: count(4095),
        tile: { read: r => BigInt.asIntN(32, BigInt(zigzag.read(r))).toString(), write: zigzag.write },
    })],
    14: ['bind', struct({ ...cell, key: text(4096), value: text(4096) })],
    17: ['attach', struct({ ...cell, parent: opt(entity) })],
    15: ['edit', struct({ creator, counter: varint, component: i32, log: textLog })],
    16: ['splice', struct({ creator, counter: varint, component: i32, log: listLog })],
};

/** An op; `rest` is what a later version wrote behind its fields. */
export const op = {
    read: r => {
        const code = r.u8();
        if (code === 0) refuse('no op has code 0');
        const body = r.bytes(r.count(MAX_BYTES));
        if (!OPS[code]) return { op: 'unknown', code, body: hex(body) };
        const [name, fields] = OPS[code], inner = new Reader(body);
        const value = { op: name, ...fields.read(inner) };
        if (name === 'claim' && value.kind !== 2) refuse('a claim op holds another proof');
        if (name === 'paint' && value.first + value.more > 4095) refuse('tiles end at 4096');
        return inner.left ? { ...value, rest: hex(body.subarray(inner.at)) } : value;
    },
    write: (w, v) => {
        const inner = new Writer();
        const code = v.code ?? Number(Object.keys(OPS).find(key => OPS[key][0] === v.op));
        if (v.op === 'unknown') inner.bytes(unhex(v.body));
        else OPS[code][1].write(inner, v);
        inner.bytes(unhex(v.rest ?? ''));
        w.u8(code).varint(inner.data.length).bytes(inner.data);
    },
};

/** The cells that an enter op brings, if its luggage is well formed. */
export const luggage = v => whole(cells, unhex(v.cells));

const key = struct({ world: hash, sector, replica: i64, sequence: positive });

export const readBatch = bytes => {
    if (bytes.length > MAX_BYTES) refuse('a batch is longer than 60 KiB');
    if (bytes.length < 64) refuse('a batch is shorter than its signature');
    const head = new Reader(bytes.subarray(0, bytes.length - 64)), version = head.u8();
    if (version !== 1 && version !== 2) refuse(`batches of version ${version} are not known`);
    const named = key.read(head), content = hex(sha256(head.data.subarray(head.at)));
    const out = { version, ...named, clock: i64.read(head), grant: claim.read(head), extension: block(1024).read(head) };
    const plain = head.count(MAX_OPS);
    out.ops = Array.from({ length: plain }, (_, i) =>
        ({ index: version === 1 ? i : head.count(MAX_OPS - 1), ...op.read(head) }));
    const inColumns = version === 1 ? 0 : head.count(MAX_OPS);
    if (plain + inColumns === 0 || plain + inColumns > MAX_OPS) refuse('a batch has 1..16384 ops');
    if (inColumns === 0) {
        head.end();
        out.columns = [];
    } else {
        out.columns = readColumns(out, inColumns, new BitReader(head.data.subarray(head.at)));
    }
    return { ...out, content, signature: hex(bytes.subarray(bytes.length - 64)) };
};

/** The bytes that the author signs. */
export const signedBytes = v => {
    const w = new Writer().varint(17).bytes(bytesOf('worldmesh/batch/1'));
    key.write(w, v);
    return w.bytes(unhex(v.content)).done();
};

/** Writes a batch of version 2; the columns are this writer's own, so of equal meaning and not of equal bytes. */
export const writeBatch = v => {
    const w = new Writer().u8(v.version);
    key.write(w, v);
    i64.write(w, v.clock);
    claim.write(w, v.grant);
    block(1024).write(w, v.extension);
    w.varint(v.ops.length);
    for (const each of v.ops) {
        if (v.version === 2) w.varint(each.index);
        op.write(w, each);
    }
    if (v.version === 2) {
        w.varint(v.columns.length);
        if (v.columns.length) w.bytes(writeColumns(v, v.columns));
    }
    return w.bytes(unhex(v.signature)).done();
};

// Columns.

const CODES = { 1: 'spawn', 2: 'delete', 3: 'write', 4: 'add', 5: 'include', 6: 'exclude' };
const ENTITY_MASK = (1n << 64n) - 1n;

const readColumns = (head, total, bits) => {
    const components = Array.from({ length: bits.count(0, 1024) }, () => bits.bits(32).toString(16).padStart(8, '0'));
    const placeBits = components.length === 0 ? 0 : width(BigInt(components.length - 1));
    const shapes = Array.from({ length: bits.count(0, 1024) + 1 }, () => {
        const code = bits.bits(3);
        if (!CODES[code]) refuse(`no column holds ops of code ${code}`);
        if (code < 3) return { op: CODES[code] };
        return { op: CODES[code], component: components[bits.bits(placeBits)] ?? refuse('a shape names no component') };
    });
    const ops = [];
    for (let runs = bits.count(0, total) + 1; runs > 0; runs--) readRun(head, total, shapes, ops, bits);
    if (ops.length !== total) refuse('the runs hold another count of ops');
    const budget = { left: MAX_STRINGS };
    shapes.forEach((shape, i) => readShape(head, shape, ops.filter(each => each.shape === i), budget, bits));
    bits.end();
    return ops.map(({ shape, ...value }) => value);
};

const readRun = (head, total, shapes, ops, bits) => {
    const replica = bits.bits(1) ? head.replica : hex64(bits.big(64)), trust = bits.big(2), wide = bits.bits(6);
    if (wide > 62) refuse('a serial number has more than 62 bits');
    let serial = bits.big(wide);
    const entities = bits.count(5, total) + 1, k = bits.bits(5);
    for (let i = 0; i < entities; i++) {
        if (i > 0) serial += bits.golomb(k) + 1n;
        if (serial >> 62n) refuse('a serial number has more than 62 bits');
        do {
            const shape = bits.count(0, shapes.length - 1);
            if (ops.length === total) refuse('the runs hold more ops than the batch');
            const { op, ...cell } = shapes[shape];
            ops.push({ shape, index: 0, op, entity: `${replica}:${serial << 2n | trust}`, ...cell });
        } while (bits.bits(1));
    }
};

const readShape = (head, shape, ops, budget, bits) => {
    const strings = most => readStrings(bits, ops.length, most, budget);
    if (shape.op === 'delete') {
        ops.forEach(each => { each.claim = null; });
    } else if (shape.op === 'write') {
        strings(16384).forEach((value, i) => Object.assign(ops[i], { claim: null, log: '0', value: hex(value) }));
    } else if (shape.op === 'add') {
        const wide = bits.bits(7);
        if (wide > 64) refuse('an amount has more than 64 bits');
        ops.forEach(each => { each.amount = fromZigzag(bits.big(wide)).toString(); });
    } else if (shape.op === 'include') {
        strings(4096).forEach((value, i) => { ops[i].element = textOf(value); });
        const wide = bits.bits(5);
        ops.forEach(each => {
            each.index = bits.bits(wide);
            if (each.index >= MAX_OPS) refuse('an index is 16384 or more');
        });
    } else if (shape.op === 'exclude') {
        strings(4096).forEach((value, i) => { ops[i].element = textOf(value); });
        ops.forEach(each => { each.seen = Array.from({ length: bits.count(0, 4096) }, () => readDot(head, bits)); });
    }
};

const readDot = (head, bits) => {
    const replica = bits.bits(1) ? head.replica : hex64(bits.big(64));
    const clock = hex64(bits.bits(1) ? from64(head.clock) - bits.golomb(20) : bits.big(64));
    return { replica, clock, index: bits.count(6, MAX_OPS) };
};

const writeColumns = (head, columns) => {
    const bits = new BitWriter(), sorted = [...columns].sort((a, b) => compareEntities(a.entity, b.entity));
    const components = [...new Set(sorted.filter(each => each.component).map(each => each.component))];
    const shapes = [...new Set(sorted.map(shapeOf))];
    bits.golomb(components.length, 0);
    components.forEach(each => bits.bits(BigInt('0x' + each), 32));
    bits.golomb(shapes.length - 1, 0);
    for (const each of shapes) {
        const [name, component] = each.split(' ');
        bits.bits(Object.values(CODES).indexOf(name) + 1, 3);
        if (component) bits.bits(components.indexOf(component), width(BigInt(components.length - 1)));
    }
    writeRuns(head, sorted, shapes, bits);
    for (const shape of shapes) writeShape(head, sorted.filter(each => shapeOf(each) === shape), bits);
    return bits.done();
};

const shapeOf = each => each.component ? `${each.op} ${each.component}` : each.op;
const trustOf = id => entityKey(id) & 3n;
const runOf = id => `${id.split(':')[0]} ${trustOf(id)}`;
const serialOf = id => (entityKey(id) & ENTITY_MASK) >> 2n;
const compareEntities = (a, b) => runOf(a) < runOf(b) ? -1 : runOf(a) > runOf(b) ? 1
    : Number(serialOf(a) > serialOf(b)) - Number(serialOf(a) < serialOf(b));

const writeRuns = (head, sorted, shapes, bits) => {
    const runs = new Map();
    for (const each of sorted) {
        const run = runs.get(runOf(each.entity)) ?? new Map();
        runs.set(runOf(each.entity), run.set(each.entity, [...run.get(each.entity) ?? [], each]));
    }
    bits.golomb(runs.size - 1, 0);
    for (const run of runs.values()) {
        const [first] = run.keys(), replica = first.split(':')[0];
        bits.bits(replica === head.replica ? 1 : 0, 1);
        if (replica !== head.replica) bits.bits(from64(replica), 64);
        bits.bits(trustOf(first), 2).bits(width(serialOf(first)), 6).bits(serialOf(first), width(serialOf(first)));
        bits.golomb(run.size - 1, 5).bits(3, 5);
        let before = null;
        for (const [id, ops] of run) {
            if (before !== null) bits.golomb(serialOf(id) - before - 1n, 3);
            before = serialOf(id);
            ops.forEach((each, i) => bits.golomb(shapes.indexOf(shapeOf(each)), 0).bits(i + 1 < ops.length ? 1 : 0, 1));
        }
    }
};

const writeShape = (head, ops, bits) => {
    const name = ops[0].op;
    if (name === 'write') {
        writeStrings(bits, ops.map(each => unhex(each.value)));
    } else if (name === 'add') {
        const amounts = ops.map(each => toZigzag(BigInt(each.amount)));
        const wide = Math.max(...amounts.map(width));
        bits.bits(wide, 7);
        amounts.forEach(each => bits.bits(each, wide));
    } else if (name === 'include') {
        const wide = Math.max(...ops.map(each => width(BigInt(each.index))));
        writeStrings(bits, ops.map(each => bytesOf(each.element)));
        bits.bits(wide, 5);
        ops.forEach(each => bits.bits(each.index, wide));
    } else if (name === 'exclude') {
        writeStrings(bits, ops.map(each => bytesOf(each.element)));
        for (const each of ops) {
            bits.golomb(each.seen.length, 0);
            each.seen.forEach(seen => writeDot(head, seen, bits));
        }
    }
};

const writeDot = (head, seen, bits) => {
    const own = seen.replica === head.replica, gap = BigInt.asIntN(64, from64(head.clock) - from64(seen.clock));
    const near = gap >= 0n && gap < 1n << 40n;
    bits.bits(own ? 1 : 0, 1);
    if (!own) bits.bits(from64(seen.replica), 64);
    bits.bits(near ? 1 : 0, 1);
    if (near) bits.golomb(gap, 20);
    else bits.bits(from64(seen.clock), 64);
    bits.golomb(seen.index, 6);
};
