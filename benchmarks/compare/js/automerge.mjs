// A world as a map of maps with a Counter each; a place is five bytes, tags are flat keys.
import * as A from '@automerge/automerge';
import * as W from './workload.mjs';

export const name = 'Automerge';

const actor = replica => (replica + 1).toString(16).padStart(8, '0');
const genesis = A.save(A.change(A.init({ actor: 'ffffffff' }), { time: 0 }, doc => { doc.e = {}; doc.t = ''; }));

const place = op => {
  const at = W.pos(op);
  return Uint8Array.of(at / 2 ** 32, at >>> 24, at >>> 16, at >>> 8, at);
};
const read = at => at[0] * 2 ** 32 + ((at[1] << 24 | at[2] << 16 | at[3] << 8 | at[4]) >>> 0);

function one(all, op) {
  const key = String(op.e);
  if (op.k === W.CREATE) {
    const entity = { p: place(op), o: new A.ImmutableString('p' + op.owner), h: new A.Counter(op.hp) };
    for (let t = 0; t < 16; t++) if (op.tags >> t & 1) entity['t' + t] = 1;
    all[key] = entity;
    return;
  }
  if (op.k === W.DELETE) { delete all[key]; return; }
  const entity = all[key];
  if (op.k === W.POS) entity.p = place(op);
  else if (op.k === W.OWNER) entity.o = new A.ImmutableString('p' + op.owner);
  else if (op.k === W.INC) entity.h.increment(op.inc);
  else if (op.k === W.TADD) entity['t' + op.t] = 1;
  else delete entity['t' + op.t];
}

class World {
  constructor(doc) { this.doc = doc; }

  apply(ops) { this.doc = A.change(this.doc, { time: 0 }, doc => ops.forEach(op => one(doc.e, op))); }

  delta() { return A.getLastLocalChange(this.doc); }

  merge(delta) { [this.doc] = A.applyChanges(this.doc, [delta]); }

  snapshot() { return A.save(this.doc); }

  rows(visit) {
    for (const [key, entity] of Object.entries(this.doc.e)) {
      let tags = 0;
      for (const field of Object.keys(entity)) if (field[0] === 't') tags |= 1 << Number(field.slice(1));
      visit(Number(key), read(entity.p), Number(String(entity.o).slice(1)), entity.h.value, tags);
    }
  }

  syncWith(other) {
    let [mine, theirs] = [A.initSyncState(), A.initSyncState()];
    let bytes = 0;
    let messages = 0;
    for (let quiet = 0; quiet < 2;) {
      quiet = 0;
      let message;
      [mine, message] = A.generateSyncMessage(this.doc, mine);
      if (message) {
        [other.doc, theirs] = A.receiveSyncMessage(other.doc, theirs, message);
        bytes += message.length;
        messages++;
      } else quiet++;
      [theirs, message] = A.generateSyncMessage(other.doc, theirs);
      if (message) {
        [this.doc, mine] = A.receiveSyncMessage(this.doc, mine, message);
        bytes += message.length;
        messages++;
      } else quiet++;
    }
    return { bytes, messages };
  }

  free() { A.free(this.doc); }
}

export const create = replica => load(genesis, replica);
export const load = (bytes, replica) => new World(A.load(bytes, { actor: actor(replica) }));

export function texts() {
  let [a, b] = [A.load(genesis, { actor: actor(0) }), A.load(genesis, { actor: actor(1) })];
  return {
    edit(edits) {
      a = A.change(a, { time: 0 }, doc => edits.forEach(([at, del, ins]) => A.splice(doc, ['t'], at, del, ins)));
      return A.getLastLocalChange(a);
    },
    merge(delta) { [b] = A.applyChanges(b, [delta]); },
    here: () => a.t,
    there: () => b.t,
  };
}
