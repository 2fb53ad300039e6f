// Snapshots of docs/wire-world.md, all versions. What is read and written again has the same bytes.
import {
    BitReader, BitWriter, Reader, Writer, block, bytesOf, checked, count, flag, from64, fromZigzag, hex, hex64, i64, opt,
    positive, readNumbers, readStrings, refuse, rising, struct, textOf, toZigzag, unhex, varint, writeNumbers, writeStrings,
    written,
} from './bytes.mjs';
import { cells, entity, entityKey, hash, kindOf, proofId, readCell, sector, stamp, writeCell } from './world.mjs';

const MAX_BYTES = 32 << 20, MAX_COPY = 16 << 20, MAX_ENTITIES = 1 << 22, MAX_INDEX = 2 ** 31 - 1;
const ZERO = '0000000000000000';
const NONE = { major: '0', minor: '0', clock: ZERO, replica: ZERO };
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const progress = rising(65536, struct({ replica: i64, last: positive, clock: i64 }), v => from64(v.replica));
const dead = rising(MAX_ENTITIES, entity, entityKey);
const deadRuns = {
    read: r => {
        const out = [];
        for (let left = r.count(4 * 65536); left > 0; left--) {
            const replica = i64.read(r), trust = r.u8(), before = out.at(-1);
            if (trust > 3) refuse('there is no such trust');
            if (before && `${before.replica}${before.trust}` >= `${replica}${trust}`) refuse('lists of the dead are not in order');
            out.push({ replica, trust, runs: readRuns(r) });
        }
        return out;
    },
    write: (w, v) => {
        w.varint(v.length);
        for (const { replica, trust, runs } of v) {
            i64.write(w, replica);
            w.u8(trust).varint(runs.length);
            let end = 0n;
            for (const { first, last } of runs) {
                w.varint(BigInt(first) - end).varint(BigInt(last) - BigInt(first));
                end = BigInt(last) + 1n;
            }
        }
    },
};

const readRuns = r => {
    const runs = [];
    let end = 0n, left = r.count(MAX_ENTITIES);
    if (left === 0) refuse('a list of the dead is empty');
    for (; left > 0; left--) {
        const gap = r.varint(), more = r.varint();
        if (runs.length > 0 && gap === 0n) refuse('runs of the dead touch');
        const first = end + gap, last = first + more;
        if (last >= 1n << 62n) refuse('a serial number is 2^62 or more');
        runs.push({ first: `${first}`, last: `${last}` });
        end = last + 1n;
    }
    return runs;
};

const isGone = (out, id) => {
    if (out.version < 3) return out.dead.includes(id);
    const [replica, text] = id.split(':'), counter = BigInt(text), serial = counter >> 2n;
    return out.dead.some(each => each.replica === replica && BigInt(each.trust) === (counter & 3n)
        && each.runs.some(run => BigInt(run.first) <= serial && serial <= BigInt(run.last)));
};

const cutNumber = checked(varint, v => BigInt(v) < 1n << 63n, 'a cut has a number of 2^63 or more');
const later = rising(65536, struct({ replica: i64, clock: i64, index: count(MAX_INDEX), op: block(65536) }),
    v => from64(v.replica) << 96n | from64(v.clock) << 32n | BigInt(v.index));
const ownership = opt(struct({ generation: varint, clock: i64, claim: proofId, owner: hash }));
const fields = checked(struct({ present: flag, birth: opt(sector), home: opt(sector), stamp, ownership, cells }),
    v => v.present === (v.birth !== null) && (v.home !== null || same(v.stamp, NONE)), 'a copy contradicts itself');

/** Bytes behind the fields of a copy belong to a later version and are ignored. */
const readCopy = (id, bytes) => ({ entity: id, ...fields.read(new Reader(bytes)) });

const wholeCopies = rising(MAX_ENTITIES, {
    read: r => { const id = entity.read(r); return readCopy(id, r.bytes(r.count(MAX_COPY))); },
    write: (w, v) => { entity.write(w, v.entity); const bytes = written(fields, v); w.varint(bytes.length).bytes(bytes); },
}, v => entityKey(v.entity));

export const readSnapshot = bytes => {
    if (bytes.length > MAX_BYTES) refuse('a snapshot is longer than 32 MiB');
    const r = new Reader(bytes), version = r.u8();
    if (version < 1 || version > 3) refuse(`snapshots of version ${version} are not known`);
    const out = { version, world: hash.read(r), sector: sector.read(r), replicas: progress.read(r) };
    out.dead = (version < 3 ? dead : deadRuns).read(r);
    if (version === 3) out.cut = cutNumber.read(r);
    if (version === 1) {
        out.copies = wholeCopies.read(r);
        out.later = later.read(r);
        r.end();
    } else {
        out.later = later.read(r);
        out.copies = readCopies(out, r);
    }
    if (out.copies.some(each => isGone(out, each.entity))) refuse('a copy is of a dead entity');
    if (newest(clocksOf(out.copies)) > newest(out.replicas.map(each => each.clock))) {
        refuse('a copy is newer than the batches');
    }
    return out;
};

const newest = clocks => clocks.reduce((most, each) => each > most ? each : most, ZERO);
const clocksOf = value => value === null || typeof value !== 'object' ? [] : Object.entries(value)
    .flatMap(([name, each]) => /clock$/i.test(name) ? [each] : clocksOf(each));

export const writeSnapshot = v => {
    const w = new Writer().u8(v.version);
    hash.write(w, v.world);
    sector.write(w, v.sector);
    progress.write(w, v.replicas);
    (v.version < 3 ? dead : deadRuns).write(w, v.dead);
    if (v.version === 3) cutNumber.write(w, v.cut);
    if (v.version === 1) {
        wholeCopies.write(w, v.copies);
        later.write(w, v.later);
        return w.done();
    }
    later.write(w, v.later);
    w.varint(v.copies.length);
    if (v.copies.length === 0) return w.done();
    const bits = writeCopies(v);
    return w.bytes(bits).bytes(new Uint8Array(Math.max(0, v.copies.length - bits.length))).done();
};

// The columns of the copies.

const ones = flags => flags.map(each => each === 0n || each === 1n ? each === 1n : refuse('a flag is neither 0 nor 1'));

const readCopies = (head, r) => {
    const total = r.count(MAX_ENTITIES);
    if (total === 0) { r.end(); return []; }
    if (total > r.left) refuse('there are fewer bytes than copies');
    const bits = new BitReader(r.bytes(r.left)), ids = readIds(total, bits), odd = ones(readNumbers(bits, total));
    const budget = { left: MAX_BYTES }, plain = odd.filter(each => !each).map(() => []);
    readPlain(head, plain, budget, bits);
    const whole = plain.length < total ? readStrings(bits, total - plain.length, MAX_COPY, budget) : [];
    bits.end(total);
    return ids.map((id, i) => odd[i] ? readCopy(id, whole.shift()) : {
        entity: id, present: true, birth: head.sector, home: head.sector, stamp: NONE, ownership: null,
        cells: plain.shift(),
    });
};

const readIds = (total, bits) => {
    const ids = [];
    for (let runs = bits.count(8, total - 1) + 1; runs > 0; runs--) {
        const replica = hex64(bits.big(64)), size = bits.count(16, total - 1) + 1;
        if (ids.length > 0 && ids.at(-1).replica >= replica) refuse('runs of ids are not in order');
        if (ids.length + size > total) refuse('there are more ids than copies');
        for (let i = 0; i < size; i++) ids.push({ replica, first: i === 0 });
    }
    if (ids.length < total) refuse('there are fewer ids than copies');
    let counter = 0n;
    return readNumbers(bits, total).map((gap, i) => {
        const next = BigInt.asUintN(64, gap + (ids[i].first ? 0n : counter));
        if (!ids[i].first && next <= counter) refuse('ids are not in order');
        counter = next;
        return `${ids[i].replica}:${next}`;
    });
};

const readPlain = (head, copies, budget, bits) => {
    let before = null;
    for (let left = bits.count(8, 65536); left > 0; left--) {
        const component = bits.bits(32).toString(16).padStart(8, '0'), id = BigInt.asIntN(32, BigInt('0x' + component));
        if (before !== null && id <= before) refuse('components are not in order');
        before = id;
        const has = ones(readNumbers(bits, copies.length)), holders = copies.filter((_, i) => has[i]);
        if (holders.length === 0) refuse('no copy has the component');
        const kind = kindOf(component) ?? refuse(`cells of component ${component} are of no known kind`);
        const read = { register: readRegisters, counter: readCounters, set: readSets, flag: readSets }[kind] ?? readStates;
        const states = read({ ...head, component, kind, count: holders.length, budget }, bits);
        holders.forEach((cell, i) => cell.push({ component, kind, state: states[i] }));
    }
};

const replicaAt = (head, place) => head.replicas[place]?.replica ?? refuse('a place names no replica');

/** The place behind all: nobody's, whose writes are settled. */
const isSettledAt = (head, place) => head.version === 3 && place === BigInt(head.replicas.length);

/** Adds up differences of 64 bits that went as zigzag. */
const summed = numbers => {
    let sum = 0n;
    return numbers.map(each => sum = BigInt.asUintN(64, sum + fromZigzag(each)));
};

const readRegisters = (column, bits) => {
    const writers = readNumbers(bits, column.count), clocks = summed(readNumbers(bits, column.count));
    return readStrings(bits, column.count, 16384, column.budget).map((value, i) => ({
        stamp: isSettledAt(column, writers[i]) ? NONE
            : { major: '0', minor: '0', clock: hex64(clocks[i]), replica: replicaAt(column, writers[i]) },
        value: hex(value),
    }));
};

/** Counts of parts; together no more than the copies and the bits that are left. */
const readCounts = (column, bits) => {
    const counts = readNumbers(bits, column.count), all = counts.reduce((sum, each) => sum + each, 0n);
    if (all > BigInt(column.count + 8 * bits.data.length - bits.at)) refuse('there are fewer bits than parts');
    return { counts: counts.map(Number), all: Number(all) };
};

/** Deals the parts out to the cells. */
const dealt = (counts, parts) => {
    let at = 0;
    return counts.map(each => parts.slice(at, at += each));
};

const readCounters = (column, bits) => {
    const { counts, all } = readCounts(column, bits);
    const [writers, plus, minus] = [0, 1, 2].map(() => readNumbers(bits, all));
    const parts = writers.map((writer, i) => {
        if (plus[i] >> 63n || minus[i] >> 63n) refuse('a sum is 2^63 or more');
        return { replica: replicaAt(column, writer), sector: column.sector, plus: `${plus[i]}`, minus: `${minus[i]}` };
    });
    return dealt(counts, parts).map(each => each.every((part, i) => i === 0 || each[i - 1].replica < part.replica)
        ? each : refuse('sums are not in order'));
};

const readSets = (column, bits) => {
    const size = bits.count(8, 65536);
    const palette = size === 0 ? [] : readStrings(bits, size, 4096, column.budget).map(textOf);
    palette.forEach((each, i) => {
        if (column.kind === 'flag' && each !== '') refuse('a flag has a text');
        if (i > 0 && palette[i - 1] >= each) refuse('elements are not in order');
    });
    const { counts, all } = readCounts(column, bits);
    const [elements, writers, clocks, indices, outs, outIndices] = Array.from({ length: 6 }, () => readNumbers(bits, all));
    const inClocks = summed(clocks), inIndices = summed(indices);
    const flat = elements.map((element, i) => {
        if (inIndices[i] > BigInt(MAX_INDEX) || outIndices[i] > BigInt(MAX_INDEX)) refuse('an index is 2^31 or more');
        const gap = BigInt.asIntN(64, outs[i] - 1n) >> 1n;
        return {
            element: palette[element] ?? refuse('a place names no element'), place: element, writer: writers[i],
            mark: {
                replica: replicaAt(column, writers[i]), inClock: hex64(inClocks[i]), inIndex: Number(inIndices[i]),
                outClock: outs[i] === 0n ? ZERO : hex64(inClocks[i] - gap), outIndex: Number(outIndices[i]),
            },
        };
    });
    return dealt(counts, flat).map(groupMarks);
};

const groupMarks = parts => {
    const out = [];
    parts.forEach((part, i) => {
        const before = parts[i - 1];
        if (before && (before.place > part.place || before.place === part.place && before.writer >= part.writer)) {
            refuse('marks are not in order');
        }
        if (before?.place === part.place) out.at(-1).marks.push(part.mark);
        else out.push({ element: part.element, marks: [part.mark] });
    });
    return out;
};

const readStates = (column, bits) => readStrings(bits, column.count, MAX_COPY, column.budget)
    .map(bytes => readCell(column.component, bytes).state);

// Writing.

const isPlain = (v, copy) => copy.present && same(copy.birth, v.sector) && same(copy.home, v.sector)
    && same(copy.stamp, NONE) && copy.ownership === null && copy.cells.every(cell => isPlainCell(v, cell));

const isPlainCell = (v, { kind, state }) => {
    const known = replica => v.replicas.some(each => each.replica === replica);
    if (kind === 'register') {
        const lowest = state.stamp.major === '0' && state.stamp.minor === '0';
        return lowest && (known(state.stamp.replica) || v.version === 3 && same(state.stamp, NONE));
    }
    if (kind === 'counter') return state.every(each => known(each.replica) && same(each.sector, v.sector));
    return kind !== 'set' && kind !== 'flag' || state.every(each => each.marks.every(mark => known(mark.replica)));
};

const writeCopies = v => {
    const bits = new BitWriter(), runs = new Map(), gaps = [];
    for (const { entity: id } of v.copies) {
        const [replica, text] = id.split(':'), counter = BigInt(text), run = runs.get(replica);
        gaps.push(counter - (run?.last ?? 0n));
        runs.set(replica, { size: (run?.size ?? 0) + 1, last: counter });
    }
    bits.golomb(runs.size - 1, 8);
    runs.forEach((run, replica) => bits.bits(from64(replica), 64).golomb(run.size - 1, 16));
    writeNumbers(bits, gaps);
    const plain = v.copies.filter(copy => isPlain(v, copy)), odd = v.copies.filter(copy => !isPlain(v, copy));
    writeNumbers(bits, v.copies.map(copy => isPlain(v, copy) ? 0 : 1));
    writePlain(v, plain, bits);
    if (odd.length > 0) writeStrings(bits, odd.map(copy => written(fields, copy)));
    return bits.done();
};

const writePlain = (v, plain, bits) => {
    const all = new Set(plain.flatMap(copy => copy.cells.map(cell => cell.component)));
    const signed = component => BigInt.asIntN(32, BigInt('0x' + component));
    const components = [...all].sort((a, b) => signed(a) < signed(b) ? -1 : 1);
    bits.golomb(components.length, 8);
    for (const component of components) {
        bits.bits(BigInt('0x' + component), 32);
        const held = plain.map(copy => copy.cells.find(cell => cell.component === component));
        writeNumbers(bits, held.map(cell => cell ? 1 : 0));
        const found = held.filter(cell => cell), kind = found[0].kind;
        const write = { register: writeRegisters, counter: writeCounters, set: writeSets, flag: writeSets }[kind];
        if (write) write(v, found.map(cell => cell.state), bits);
        else writeStrings(bits, found.map(writeCell));
    }
};

const placeOf = (v, replica) => v.replicas.findIndex(each => each.replica === replica);
const gapsOf = values => values.map((each, i) => toZigzag(BigInt.asIntN(64, each - (i === 0 ? 0n : values[i - 1]))));

const writeRegisters = (v, states, bits) => {
    const settled = states.map(each => v.version === 3 && same(each.stamp, NONE));
    writeNumbers(bits, states.map((each, i) => settled[i] ? v.replicas.length : placeOf(v, each.stamp.replica)));
    let before = 0n;
    const clocks = states.map((each, i) => before = settled[i] ? before : from64(each.stamp.clock));
    writeNumbers(bits, gapsOf(clocks));
    writeStrings(bits, states.map(each => unhex(each.value)));
};

const writeCounters = (v, states, bits) => {
    const parts = states.flat();
    writeNumbers(bits, states.map(each => each.length));
    writeNumbers(bits, parts.map(each => placeOf(v, each.replica)));
    writeNumbers(bits, parts.map(each => BigInt(each.plus)));
    writeNumbers(bits, parts.map(each => BigInt(each.minus)));
};

const writeSets = (v, states, bits) => {
    const palette = [...new Set(states.flat().map(each => each.element))].sort();
    bits.golomb(palette.length, 8);
    if (palette.length > 0) writeStrings(bits, palette.map(bytesOf));
    const parts = states.map(state => state.flatMap(each => each.marks.map(mark => ({ element: each.element, ...mark }))));
    const marks = parts.flat(), clocks = marks.map(each => from64(each.inClock));
    writeNumbers(bits, parts.map(each => each.length));
    writeNumbers(bits, marks.map(each => palette.indexOf(each.element)));
    writeNumbers(bits, marks.map(each => placeOf(v, each.replica)));
    writeNumbers(bits, gapsOf(clocks));
    writeNumbers(bits, gapsOf(marks.map(each => BigInt(each.inIndex))));
    writeNumbers(bits, marks.map((each, i) => each.outClock === ZERO ? 0n : (clocks[i] - from64(each.outClock) << 1n) + 1n));
    writeNumbers(bits, marks.map(each => each.outIndex));
};
