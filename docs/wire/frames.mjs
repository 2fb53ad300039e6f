// The content of a record of docs/wire-mesh.md, "Frames": a sequence of frames, each led by its kind.
import { hex, hex64, from64, refuse, unhex } from './bytes.mjs';

const CONTENT_BYTES_MAX = 1176;
/** From version 2 on; the low bits of the kind are the length. */
const SHORT_INPUT = 0x80;

const u8 = { read: r => r.u8(), write: (w, v) => w.u8(v) };
const fixed = count => ({ read: r => Number(r.fixed(count)), write: (w, v) => w.fixed(BigInt(v), count) });
const u64 = { read: r => hex64(r.fixed(8)), write: (w, v) => w.fixed(from64(v), 8) };
const offset = { read: r => r.varint().toString(), write: (w, v) => w.varint(v) };
const name = { read: r => hex(r.bytes(7)), write: (w, v) => w.bytes(unhex(v)) };
const block = {
    read: r => hex(r.bytes(r.count(CONTENT_BYTES_MAX))),
    write: (w, v) => w.varint(unhex(v).length).bytes(unhex(v)),
};
const rest = { read: r => hex(r.bytes(r.left)), write: (w, v) => w.bytes(unhex(v)) };
/** Runs of received records and the gaps between them, by turns. */
const runs = {
    read: r => {
        const count = r.u8();
        if (count < 1 || count > 48) refuse(`${count} runs`);
        return Array.from({ length: 2 * count - 1 }, () => r.varint().toString());
    },
    write: (w, v) => v.reduce((writer, each) => writer.varint(each), w.u8((v.length + 1) / 2)),
};

const FRAMES = {
    0x00: ['padding', { zeros: rest }],
    0x01: ['ping', {}],
    0x02: ['ack', { largest: fixed(4), delay: fixed(2), runs }],
    0x03: ['challenge', { token: u64 }],
    0x04: ['response', { token: u64 }],
    0x05: ['close', { reason: u8 }],
    0x06: ['needed', { token: u64 }],
    0x07: ['rest', { word: fixed(2) }],
    0x10: ['state', { stream: u8, message: block }],
    0x11: ['part', { stream: u8, id: fixed(2), index: u8, count: u8, message: block }],
    0x12: ['voice', { stream: u8, message: block }],
    0x13: ['input', { stream: u8, number: fixed(2), message: block }],
    0x20: ['reliable', { stream: u8, offset, bytes: block }],
    0x21: ['bulk', { stream: u8, offset, bytes: block }],
    0x30: ['relay-to', { name, datagram: rest }],
    0x31: ['relay-from', { name, datagram: rest }],
    0x32: ['relay-refused', { name, reason: u8 }],
};
const KINDS = Object.fromEntries(Object.entries(FRAMES).map(([kind, [named]]) => [named, Number(kind)]));

export const frames = {
    read: r => {
        const all = [];
        while (r.left > 0) {
            const kind = r.u8();
            if (kind >= SHORT_INPUT) {
                all.push({ frame: 'short-input', stream: r.u8(), number: Number(r.fixed(2)), message: hex(r.bytes(kind - SHORT_INPUT)) });
                continue;
            }
            const [named, fields] = FRAMES[kind] ?? refuse(`kind ${kind} is unknown`);
            const read = Object.entries(fields).map(([field, codec]) => [field, codec.read(r)]);
            all.push({ frame: named, ...Object.fromEntries(read) });
        }
        return all;
    },
    write: (w, all) => all.forEach(each => {
        if (each.frame === 'short-input') {
            const message = unhex(each.message);
            w.u8(SHORT_INPUT + message.length).u8(each.stream).fixed(BigInt(each.number), 2).bytes(message);
            return;
        }
        w.u8(KINDS[each.frame]);
        Object.entries(FRAMES[KINDS[each.frame]][1]).forEach(([field, codec]) => codec.write(w, each[field]));
    }),
};
