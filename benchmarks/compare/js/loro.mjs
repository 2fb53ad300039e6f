// A world as a LoroMap of LoroMaps with a LoroCounter each; tags are flat keys.
import { LoroCounter, LoroDoc, LoroMap } from 'loro-crdt';
import * as W from './workload.mjs';

export const name = 'Loro';

class World {
  constructor(doc, replica) {
    this.doc = doc;
    this.doc.setPeerId(BigInt(replica + 1));
    this.all = doc.getMap('e');
    this.updates = [];
    doc.subscribeLocalUpdates(update => this.updates.push(update));
  }

  apply(ops) {
    ops.forEach(op => this.one(op));
    this.doc.commit();
  }

  one(op) {
    const key = String(op.e);
    if (op.k === W.CREATE) {
      const entity = this.all.setContainer(key, new LoroMap());
      entity.set('p', W.pos(op));
      entity.set('o', 'p' + op.owner);
      entity.setContainer('h', new LoroCounter()).increment(op.hp);
      for (let t = 0; t < 16; t++) if (op.tags >> t & 1) entity.set('t' + t, 1);
      return;
    }
    if (op.k === W.DELETE) { this.all.delete(key); return; }
    const entity = this.all.get(key);
    if (op.k === W.POS) entity.set('p', W.pos(op));
    else if (op.k === W.OWNER) entity.set('o', 'p' + op.owner);
    else if (op.k === W.INC) entity.get('h').increment(op.inc);
    else if (op.k === W.TADD) entity.set('t' + op.t, 1);
    else entity.delete('t' + op.t);
  }

  delta() {
    const out = this.updates;
    this.updates = [];
    return out;
  }

  merge(delta) { this.doc.importBatch(delta); }

  snapshot() { return this.doc.export({ mode: 'snapshot' }); }

  rows(visit) {
    for (const key of this.all.keys()) {
      const entity = this.all.get(key);
      let tags = 0;
      for (const field of entity.keys()) if (field[0] === 't') tags |= 1 << Number(field.slice(1));
      visit(Number(key), entity.get('p'), Number(entity.get('o').slice(1)), entity.get('h').value, tags);
    }
  }

  syncWith(other) {
    const mine = this.doc.version();
    const theirs = other.doc.version();
    const there = this.doc.export({ mode: 'update', from: theirs });
    const back = other.doc.export({ mode: 'update', from: mine });
    const bytes = mine.encode().length + theirs.encode().length + there.length + back.length;
    other.doc.import(there);
    this.doc.import(back);
    return { bytes, messages: 4 };
  }

  free() { this.doc.free(); }
}

export const create = replica => new World(new LoroDoc(), replica);

export function load(bytes, replica) {
  const doc = new LoroDoc();
  doc.import(bytes);
  return new World(doc, replica);
}

export function texts() {
  const [a, b] = [new LoroDoc(), new LoroDoc()];
  let update = null;
  a.subscribeLocalUpdates(made => { update = made; });
  const [here, there] = [a.getText('t'), b.getText('t')];
  return {
    edit(edits) {
      edits.forEach(([at, del, ins]) => {
        if (del) here.delete(at, del);
        if (ins) here.insert(at, ins);
      });
      a.commit();
      return update;
    },
    merge(delta) { b.import(delta); },
    here: () => here.toString(),
    there: () => there.toString(),
  };
}
