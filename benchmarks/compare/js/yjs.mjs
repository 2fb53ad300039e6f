// A world as a Y.Map of Y.Maps: tags are flat keys, the counter is one key for each replica.
import * as Y from 'yjs';
import * as W from './workload.mjs';

export const name = 'Yjs';

class World {
  constructor(doc, replica) {
    this.doc = doc;
    this.replica = replica;
    this.doc.clientID = replica + 1;
    this.all = doc.getMap('e');
    this.updates = [];
    doc.on('update', (update, origin) => { if (origin !== 'remote') this.updates.push(update); });
  }

  apply(ops) { this.doc.transact(() => ops.forEach(op => this.one(op))); }

  one(op) {
    const key = String(op.e);
    if (op.k === W.CREATE) {
      const entity = new Y.Map([['p', W.pos(op)], ['o', 'p' + op.owner], ['h' + this.replica, op.hp]]);
      for (let t = 0; t < 16; t++) if (op.tags >> t & 1) entity.set('t' + t, 1);
      this.all.set(key, entity);
      return;
    }
    if (op.k === W.DELETE) { this.all.delete(key); return; }
    const entity = this.all.get(key);
    if (op.k === W.POS) entity.set('p', W.pos(op));
    else if (op.k === W.OWNER) entity.set('o', 'p' + op.owner);
    else if (op.k === W.INC) entity.set('h' + this.replica, (entity.get('h' + this.replica) ?? 0) + op.inc);
    else if (op.k === W.TADD) entity.set('t' + op.t, 1);
    else entity.delete('t' + op.t);
  }

  delta() {
    const out = this.updates.length === 1 ? this.updates[0] : Y.mergeUpdates(this.updates);
    this.updates = [];
    return out;
  }

  merge(delta) { Y.applyUpdate(this.doc, delta, 'remote'); }

  snapshot() { return Y.encodeStateAsUpdate(this.doc); }

  rows(visit) {
    this.all.forEach((entity, key) => {
      let hp = 0;
      let tags = 0;
      entity.forEach((value, field) => {
        if (field[0] === 'h') hp += value;
        else if (field[0] === 't') tags |= 1 << Number(field.slice(1));
      });
      visit(Number(key), entity.get('p'), Number(entity.get('o').slice(1)), hp, tags);
    });
  }

  syncWith(other) {
    const mine = Y.encodeStateVector(this.doc);
    const theirs = Y.encodeStateVector(other.doc);
    const there = Y.encodeStateAsUpdate(this.doc, theirs);
    const back = Y.encodeStateAsUpdate(other.doc, mine);
    other.merge(there);
    this.merge(back);
    return { bytes: mine.length + theirs.length + there.length + back.length, messages: 4 };
  }

  free() { this.doc.destroy(); }
}

export const create = replica => new World(new Y.Doc(), replica);

export function load(bytes, replica) {
  const world = create(replica);
  world.merge(bytes);
  return world;
}

export function texts() {
  const [a, b] = [new Y.Doc(), new Y.Doc()];
  let update = null;
  a.on('update', made => { update = made; });
  const [here, there] = [a.getText('t'), b.getText('t')];
  return {
    edit(edits) {
      a.transact(() => edits.forEach(([at, del, ins]) => {
        if (del) here.delete(at, del);
        if (ins) here.insert(at, ins);
      }));
      return update;
    },
    merge(delta) { Y.applyUpdate(b, delta); },
    here: () => here.toString(),
    there: () => there.toString(),
  };
}
