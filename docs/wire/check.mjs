// node docs/wire/check.mjs [FILE...]: holds every vector to its meaning; exit code 1 on any failure.
import { readFileSync, readdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Refused, from64, hex, unhex, whole, written } from './bytes.mjs';
import { derived, envelope, headerBytes, manifest, proof, receipt, rootOf, sha256, signaturesOf, signed, turnBytes, versionVector }
    from './world.mjs';
import { luggage, readBatch, signedBytes, writeBatch } from './batch.mjs';
import { readSnapshot, writeSnapshot } from './snapshot.mjs';
import { readRecord, writeRecord } from './record.mjs';
import { frames } from './frames.mjs';
import { cut, difference, readParts, root, sipHash, sketchPart, symbols, symbolsOf } from './sync.mjs';

const codec = each => ({ read: bytes => whole(each, bytes), write: value => written(each, value) });
const FORMATS = {
    batch: { read: readBatch, write: writeBatch },
    snapshot: { read: readSnapshot, write: writeSnapshot },
    manifest: codec(manifest), proof: codec(proof), command: codec(envelope), receipt: codec(receipt),
    versions: codec(versionVector), cut: codec(cut), symbols: codec(symbols), sketch: codec(sketchPart),
    difference: codec(difference), root: codec(root), frames: codec(frames),
    record: {
        read: (bytes, vector) => readRecord(vector.fields, bytes),
        write: (value, vector) => writeRecord(vector.fields, value),
    },
};

const fail = text => { throw new Error(text); };
const expect = (holds, text) => { if (!holds) fail(text); };
const short = value => { const text = JSON.stringify(value); return text.length > 400 ? `${text.slice(0, 400)}…` : text; };

/** What must hold of a value besides its meaning: hashes and signatures. */
const PROOFS = {
    batch: (value, vector) => {
        expect(signed(vector.key, signedBytes(value), value.signature), 'the signature is not the author\'s');
        value.ops.filter(each => each.op === 'enter').forEach(luggage);
    },
    proof: value => signaturesOf(value).forEach(each => expect(signed(...each), 'a signature is wrong')),
    manifest: (value, vector, bytes) => {
        const body = bytes.subarray(0, bytes.length - 64);
        expect(hex(sha256(body)) === vector.id, 'the id of the world is another');
        expect(signed(value.root, body, value.signature), 'the signature is not the trust root\'s');
    },
    root: (value, vector) => {
        const { world, ...said } = JSON.parse(JSON.stringify(readParts(value, vector.parts.map(unhex))));
        expect(isDeepStrictEqual({ ...said, world: vector.whole.world }, vector.whole), 'the parts are another state');
    },
    symbols: (value, vector) => {
        const items = vector.items.map(each => sipHash(from64(vector.low), from64(vector.high), unhex(each)));
        expect(isDeepStrictEqual(symbolsOf(items, value.length), value), 'the symbols are those of other items');
    },
    command: (value, vector) => {
        if (value.version === 2) {
            expect(signed(value.key, turnBytes(value, vector.world), value.signature), 'the signature is not the player\'s');
        }
    },
    receipt: (value, vector) => {
        expect(rootOf(value) === value.header.root, 'the path leads to another root');
        expect(signed(vector.key, headerBytes(value), value.signature), 'the signature is not the authority\'s');
    },
};

/** Equal bytes again; of columns, which another writer may pack otherwise, equal meaning. */
const sameAgain = (vector, format, value, bytes) => {
    if (/-grown$|-early$/.test(vector.name)) return;
    const again = format.write(value, vector);
    if (value.columns?.length) {
        const back = { ...format.read(again), content: value.content };
        expect(isDeepStrictEqual(back, value), `written again it means ${short(back)}`);
    } else {
        expect(hex(again) === hex(bytes), `written again it is ${short(hex(again))}`);
    }
};

const check = vector => {
    if (vector.type === 'id') {
        const id = derived[vector.value.kind](vector.value.from);
        return expect(id === vector.value.id, `the id is ${id}`);
    }
    const format = FORMATS[vector.type] ?? fail(`no reader of ${vector.type}`), bytes = unhex(vector.hex);
    if (vector.refused) {
        try {
            fail(`it is read as ${short(format.read(bytes, vector))}, though ${vector.refused}`);
        } catch (e) {
            if (!(e instanceof Refused)) throw e;
        }
        return null;
    }
    // Undefined fields (the domains) are no part of the meaning.
    const read = format.read(bytes, vector), value = JSON.parse(JSON.stringify(read));
    if (vector.reads) return null;
    const meant = vector.value.sha256
        ? hex(sha256(JSON.stringify(value))) === vector.value.sha256 : isDeepStrictEqual(value, vector.value);
    expect(meant, `it means ${short(value)}`);
    PROOFS[vector.type]?.(value, vector, bytes);
    return sameAgain(vector, format, value, bytes);
};

const home = new URL('vectors/', import.meta.url);
const files = process.argv.length > 2 ? process.argv.slice(2)
    : readdirSync(home).filter(name => name.endsWith('.json')).sort().map(name => new URL(name, home));
const vectors = files.flatMap(file => JSON.parse(readFileSync(file, 'utf8')));
let failed = 0;
for (const vector of vectors) {
    try {
        check(vector);
    } catch (e) {
        failed++;
        console.error(`${vector.name}: ${e instanceof Refused || e.constructor === Error ? e.message : e.stack}`);
    }
}
console.log(JSON.stringify({ vectors: vectors.length, passed: vectors.length - failed, failed }));
process.exitCode = failed > 0 || vectors.length === 0 ? 1 : 0;
