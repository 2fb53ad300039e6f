// Ids, proofs, cells, commands and receipts of docs/wire-world.md, as codecs of plain JSON.
import { createHash, createPublicKey, verify } from 'node:crypto';
import {
    Reader, Writer, block, bytesOf, checked, count, flag, from64, hex, i32, i64, list, opt, positive, raw, refuse,
    rising, struct, text, u8, unhex, varint, whole, written, zigzag,
} from './bytes.mjs';
import { listState, textState } from './text.mjs';

export const sha256 = (...parts) => {
    const hash = createHash('sha256');
    parts.forEach(part => hash.update(part));
    return hash.digest();
};
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** True if an Ed25519 signature over the bytes is of the key; both hex. */
export const signed = (key, bytes, signature) => {
    const spki = createPublicKey({ key: Buffer.concat([SPKI, unhex(key)]), format: 'der', type: 'spki' });
    return verify(null, bytes, spki, unhex(signature));
};

export const hash = raw(32);
export const signature = raw(64);
export const proofId = {
    read: r => r.fixed(8).toString(16).padStart(16, '0') + r.fixed(8).toString(16).padStart(16, '0'),
    write: (w, v) => w.fixed(from64(v.slice(0, 16)), 8).fixed(from64(v.slice(16)), 8),
};

export const sector = struct({ x: zigzag, y: zigzag, scale: u8 });
const compare = (a, b) => Number(a > b) - Number(a < b);
export const compareSectors = (a, b) =>
    a.scale - b.scale || compare(BigInt(a.x), BigInt(b.x)) || compare(BigInt(a.y), BigInt(b.y));

export const compareReplicas = (a, b) => compare(from64(a.replica), from64(b.replica));

/** An entity is the text replica:counter. */
export const entity = {
    read: r => `${i64.read(r)}:${r.varint()}`,
    write: (w, v) => { const [replica, counter] = v.split(':'); i64.write(w, replica); w.varint(BigInt(counter)); },
};
export const entityKey = v => {
    const [replica, counter] = v.split(':');
    return from64(replica) << 64n | BigInt(counter);
};
const INDEX = 2 ** 31 - 1;
export const dot = most => struct({ replica: i64, clock: i64, index: count(most) });
export const stamp = struct({ major: varint, minor: varint, clock: i64, replica: i64 });

// Ids that are derived.

const KINDS = { 4: 'greatest', 12: 'least', 5: 'bounded', 6: 'tiles', 7: 'map', 13: 'text', 14: 'list', 15: 'tree' };
const TRUSTS = ['SHARED', 'OWNED', 'CRITICAL', 'FIXED'];

export const kindOf = component => {
    const id = parseInt(component, 16);
    return ['register', 'counter', 'set', 'flag'][id & 7] ?? KINDS[id & 31] ?? null;
};

export const derived = {
    component: ({ name, kind, trust }) => {
        const low = { register: 0, counter: 1, set: 2, flag: 3 }[kind];
        const bits = low === undefined ? Number(Object.keys(KINDS).find(key => KINDS[key] === kind))
            : low | TRUSTS.indexOf(trust) << 3;
        const id = new Reader(sha256(name).subarray(0, 4)).fixed(4) << 5n & 0xffffffffn | BigInt(bits);
        return id.toString(16).padStart(8, '0');
    },
    command: ({ name }) => i32.read(new Reader(sha256(name))),
    replica: ({ tenure, world, key, nonce }) => {
        const domain = tenure ? 'worldmesh/tenure/1' : 'worldmesh/replica/1';
        const id = i64.read(new Reader(sha256(domain, unhex(world), unhex(key), written(i64, nonce))));
        return id === '0000000000000000' ? '0000000000000001' : id;
    },
    peer: ({ key }) => hex(sha256(unhex(key))),
};

// The manifest.

const domain = name => ({
    read: r => { if (hex(r.bytes(r.count(name.length))) !== hex(bytesOf(name))) refuse(`it is no ${name}`); },
    write: w => { const bytes = bytesOf(name); w.varint(bytes.length).bytes(bytes); },
});
const within = (inner, least, most) => checked(inner, v => v >= least && v <= most, `not within ${least}..${most}`);
const metres = {
    read: r => Number(BigInt.asIntN(32, r.fixed(4))),
    write: (w, v) => w.fixed(BigInt(v), 4),
};

export const manifest = struct({
    domain: domain('worldmesh/manifest/1'), name: checked(text(128), v => v !== '', 'a world has a name'), metres: within(metres, 1, 1000000), membership: within(u8, 0, 1),
    hosting: within(u8, 0, 1), root: hash, created: i64, nonce: i64, signature,
});

// Proofs: what is signed, and who signed.

const below63 = checked(varint, v => BigInt(v) < 1n << 63n, 'a number is 2^63 or more');
const key = hash;
const BODIES = [
    struct({ replica: i64, nonce: i64, key }),
    struct({ epoch: positive, holder: key, sector: opt(sector) }),
    struct({
        entity, generation: varint, owner: hash, previous: opt(proofId), grant: opt(proofId), clock: i64, replica: i64,
    }),
    struct({ peer: hash, lastClock: i64, cutoffs: list(2048, struct({ replica: i64, sector, last: varint })) }),
    struct({ sector, replica: i64, sequence: varint, first: hash, second: hash }),
    checked(struct({
        number: below63,
        members: checked(list(64, key), v => v.length > 0 && new Set(v).size === v.length, 'members are none or twice'),
        previous: opt(proofId), adopted: flag,
    }), v => (v.number === '0') === (v.previous === null), 'a roster follows another unless it is the first'),
    struct({ epoch: positive, holder: key, roster: proofId, adopted: flag }),
    struct({ replica: i64, nonce: i64, key }),
    struct({ issuer: key, newcomer: hash, serial: varint, invitation: hash, use: varint, millis: i64 }),
    struct({ issuer: key, serial: varint, invitation: hash, uses: varint }),
    struct({
        grant: proofId, index: varint, verb: within(u8, 0, 5), subject: hash,
        uses: below63, text: text(256), millis: i64,
    }),
];
const votes = list(64, struct({ voter: key, signature }));
const SEALS = { 4: struct({ first: signature, second: signature }), 5: votes, 6: votes };
const sealOf = kind => SEALS[kind] ?? signature;
const PROOF = domain('worldmesh/proof/1');

export const proof = {
    read: r => {
        const from = r.at;
        PROOF.read(r);
        const kind = r.u8(), world = hash.read(r);
        const body = (BODIES[kind] ?? refuse(`proofs of kind ${kind} are not known`)).read(r);
        const id = hex(sha256(r.data.subarray(from, r.at)).subarray(0, 16));
        return { kind, id: proofId.read(new Reader(unhex(id))), world, ...body, seal: sealOf(kind).read(r) };
    },
    write: (w, v) => { writeBody(w, v); sealOf(v.kind).write(w, v.seal); },
};

const writeBody = (w, v) => {
    PROOF.write(w);
    hash.write(w.u8(v.kind), v.world);
    BODIES[v.kind].write(w, v);
};

/** The signatures of a proof that say who gave them: [key, signed bytes, signature]. */
export const signaturesOf = v => {
    const w = new Writer();
    writeBody(w, v);
    const body = w.done(), by = { 0: v.key, 7: v.key, 8: v.issuer, 9: v.issuer }[v.kind];
    if (by) return [[by, body, v.seal]];
    return v.kind === 5 || v.kind === 6 ? v.seal.map(each => [each.voter, body, each.signature]) : [];
};

// Cells.

const byReplica = v => from64(v.replica);
const bySum = (a, b) => compare(a.replica, b.replica) || compareSectors(a.sector, b.sector);
const counter = checked(list(65536, struct({ replica: i64, sector, plus: below63, minus: below63 })),
    v => v.every((each, i) => i === 0 || bySum(v[i - 1], each) < 0), 'sums are not in order');
const marks = fields => rising(65536, struct({ replica: i64, ...fields }), byReplica);
const set = rising(65536, struct({
    element: text(4096), marks: marks({ inClock: i64, inIndex: count(INDEX), outClock: i64, outIndex: count(INDEX) }),
}), v => v.element);
const map = rising(65536, struct({
    key: text(4096),
    bindings: checked(
        marks({ inClock: i64, inIndex: count(INDEX), value: text(4096), outClock: i64, outIndex: count(INDEX) }),
        v => v.length > 0, 'a key has no binding'),
}), v => v.key);
const bounded = rising(4096, struct({
    replica: i64, peer: hash, added: below63, spent: below63,
    given: rising(4096, struct({ to: hash, total: positive }), v => v.to),
}), byReplica);

const tiles = {
    shape: struct({
        dots: rising(4096, dot(INDEX), v => from64(v.replica) << 96n | from64(v.clock) << 32n | BigInt(v.index)),
        tiles: rising(4096, { read: r => BigInt.asIntN(32, BigInt(zigzag.read(r))).toString(), write: zigzag.write }, BigInt),
        runs: list(4096, struct({ gap: count(4096), more: count(4096), dot: count(INDEX), tile: count(INDEX) })),
    }),
    read: r => {
        const value = tiles.shape.read(r);
        let end = 0;
        value.runs.forEach((run, i) => {
            const touches = i > 0 && run.gap === 0, before = value.runs[i - 1];
            if (touches && before.dot === run.dot && before.tile === run.tile) refuse('two runs are one');
            end += run.gap + run.more + 1;
            if (end > 4096 || run.dot >= value.dots.length || run.tile >= value.tiles.length) refuse('a run is outside');
        });
        return value;
    },
    write: (w, v) => tiles.shape.write(w, v),
};

const byMove = v => [from64(v.clock), from64(v.replica), BigInt(v.index), v.parent ? entityKey(v.parent) : 0n];
const compareMoves = (a, b) => byMove(a).reduce((order, each, i) => order || compare(each, byMove(b)[i]), 0);
const tree = checked(
    list(8, struct({ replica: i64, clock: i64, index: count(16384), parent: opt(entity) })),
    v => v.every((each, i) => i === 0 || compareMoves(v[i - 1], each) < 0), 'moves are not in order');

/** Made when asked for: texts and lists are of a module that needs this one. */
const cellOf = kind => ({ ...CELLS, text: textState, list: listState })[kind];
const CELLS = {
    register: struct({ stamp, value: block(16384) }), tree, counter, set, map, bounded, tiles, greatest: zigzag, least: zigzag,
    flag: checked(set, v => v.every(each => each.element === ''), 'a flag has a text'),
};

/** The state of a cell from its own bytes. */
export const readCell = (component, bytes) => {
    const kind = kindOf(component) ?? refuse(`cells of component ${component} are of no known kind`);
    return { component, kind, state: whole(cellOf(kind), bytes) };
};
export const writeCell = cell => written(cellOf(cell.kind), cell.state);

const oneCell = {
    read: r => { const component = i32.read(r); return readCell(component, r.bytes(r.count(16 << 20))); },
    write: (w, v) => { i32.write(w, v.component); const bytes = writeCell(v); w.varint(bytes.length).bytes(bytes); },
};
export const cells = rising(1024, oneCell, v => BigInt.asIntN(32, BigInt('0x' + v.component)));

export const versionVector =
    rising(65536, struct({ replica: i64, sequence: positive }), byReplica);

// Commands and receipts.

const commandId = struct({ player: hash, session: i64, sequence: varint });
const one = checked(u8, v => v === 1, 'the version is not known');
const bare = struct({ version: one, id: commandId, sector, type: i32, record: block(16384) });
const TURN_MAX = 64;
const sealedHead = struct({
    version: checked(u8, v => v === 2, 'the version is not known'), key, session: i64, sequence: varint, sector, type: i32,
    record: block(16384), millis: i64, count: count(TURN_MAX), index: count(TURN_MAX),
});
/** How many hashes are beside the way from a leaf to the root: one in each row where the node has a neighbour. */
const pathLength = (index, leaves) =>
    leaves <= 1 ? 0 : ((index ^ 1) < leaves ? 1 : 0) + pathLength(index >> 1, (leaves + 1) >> 1);
const sealed = {
    read: r => {
        const head = sealedHead.read(r);
        if (head.index >= head.count) refuse('the turn has no such command');
        const path = Array.from({ length: pathLength(head.index, head.count) }, () => hash.read(r));
        return { ...head, path, signature: signature.read(r) };
    },
    write: (w, v) => {
        sealedHead.write(w, v);
        v.path.forEach(each => hash.write(w, each));
        signature.write(w, v.signature);
    },
};
export const envelope = {
    read: r => (r.data[r.at] === 2 ? sealed : bare).read(r),
    write: (w, v) => (v.version === 2 ? sealed : bare).write(w, v),
};

/** What the player of a sealed command signed. */
export const turnBytes = (v, world) => {
    const { key: by, session, sequence } = v, id = { player: hex(sha256(unhex(by))), session, sequence };
    const body = written(bare, { version: 1, id, sector: v.sector, type: v.type, record: v.record });
    const root = climb(v.index, v.count, sha256(Uint8Array.of(0), body), v.path);
    return written(struct({ domain: domain('worldmesh/commands/1'), world: hash, millis: i64, count: varint, root: hash }),
        { world, millis: v.millis, count: String(v.count), root });
};

const verdict = {
    kinds: [struct({ epoch: varint, index: varint }), struct({ reason: text(256) }), struct({})],
    read: r => {
        const kind = r.u8(), command = commandId.read(r);
        return { kind, command, ...(verdict.kinds[kind] ?? refuse(`verdicts of kind ${kind} are not known`)).read(r) };
    },
    write: (w, v) => { commandId.write(w.u8(v.kind), v.command); verdict.kinds[v.kind].write(w, v); },
};
const entry = struct({ envelope: hash, verdict, effects: hash });
const header = struct({
    domain: domain('worldmesh/tick/1'), world: hash, epoch: varint, tick: varint, millis: i64, leaves: count(INDEX),
    root: hash,
});
export const receipt = struct({
    version: one, header, signature,
    entry: {
        read: r => whole(entry, r.bytes(r.count(1024))),
        write: (w, v) => { const bytes = written(entry, v); w.varint(bytes.length).bytes(bytes); },
    },
    leaf: count(INDEX), path: list(31, hash),
});

/** The root that a receipt's leaf and path lead to; null if the path does not fit. */
export const rootOf = v => climb(v.leaf, v.header.leaves, sha256(Uint8Array.of(0), written(entry, v.entry)), v.path);

/** The root above a leaf, by RFC 6962 §2.1.1; null if the path does not fit. */
function climb(leaf, leaves, leafHash, path) {
    let at = leaf, last = leaves - 1, root = leafHash;
    if (at > last) return null;
    for (const step of path) {
        if (last === 0) return null;
        if (at % 2 === 1 || at === last) {
            root = sha256(Uint8Array.of(1), unhex(step), root);
            while (at % 2 === 0 && at !== 0) { at >>= 1; last >>= 1; }
        } else {
            root = sha256(Uint8Array.of(1), root, unhex(step));
        }
        at >>= 1;
        last >>= 1;
    }
    return last === 0 ? hex(root) : null;
}
export const headerBytes = v => written(header, v.header);
