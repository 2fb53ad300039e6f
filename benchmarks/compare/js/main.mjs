// Runs one library on one workload and prints one line of JSON.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Churn, Diverge, Populate } from './workload.mjs';

const BATCH = 100;
const REPLICAS = 8;

const options = Object.fromEntries(process.argv.slice(2).map(arg => arg.split('=')));
const seed = Number(options.seed);
const slotMillis = 1000 * Number(options.seconds);
const engine = await import(`./${options.lib}.mjs`);
const version = JSON.parse(readFileSync(new URL(`./node_modules/${options.package}/package.json`, import.meta.url))).version;

const now = () => performance.now();
const sizeOf = delta => Array.isArray(delta) ? delta.reduce((sum, each) => sum + each.length, 0) : delta.length;
const perSecond = (count, millis) => Math.round(count / (millis / 1000));
const round = value => Math.round(value * 100) / 100;

function memory() {
  globalThis.gc();
  const used = process.memoryUsage();
  return { heap: used.heapUsed, rss: used.rss };
}

function read(world) {
  const rows = [];
  let hp = 0;
  world.rows((id, pos, owner, health, tags) => {
    const [x, y, z] = [Math.floor(pos / 2 ** 24), Math.floor(pos / 2 ** 16) % 256, pos % 65536];
    rows.push([id, `${id}|${x},${y},${z}|p${owner}|${health}|${tags}\n`]);
    hp += health;
  });
  rows.sort((one, other) => one[0] - other[0]);
  const hash = createHash('sha1');
  rows.forEach(row => hash.update(row[1]));
  return { count: rows.length, hpSum: hp, hash: hash.digest('hex').slice(0, 12) };
}

const touch = world => {
  let sum = 0;
  world.rows((id, pos, owner, health) => { sum += health; });
  return sum;
};

function populate(n, until) {
  const draws = new Populate(seed);
  const world = engine.create(0);
  let [done, millis, bytes] = [0, 0, 0];
  for (; done < n && now() < until; done += BATCH) {
    const ops = Array.from({ length: Math.min(BATCH, n - done) }, () => draws.next());
    const start = now();
    world.apply(ops);
    const delta = world.delta();
    millis += now() - start;
    bytes += sizeOf(delta);
  }
  return { world, done, millis, bytes };
}

function w1() {
  populate(2000, Infinity).world.free();
  const before = memory();
  const { world, done, millis, bytes } = populate(Number(options.n), now() + slotMillis);
  const after = memory();
  const start = now();
  const snapshot = world.snapshot();
  const saved = now();
  const loaded = engine.load(snapshot, 9);
  touch(loaded);
  const end = now();
  return {
    n: done, local_ops_s: perSecond(done, millis), bytes_per_op_raw: round(bytes / done),
    heap_bytes_per_entity: Math.round((after.heap - before.heap) / done),
    rss_bytes_per_entity: Math.round((after.rss - before.rss) / done),
    snapshot_bytes: snapshot.length, snapshot_ms: round(saved - start), load_touch_ms: round(end - saved),
    cut: done < Number(options.n), ...read(loaded),
  };
}

function w2() {
  const n = Number(options.n);
  const first = populate(n, Infinity).world;
  const base = first.snapshot();
  first.free();
  const replicas = Array.from({ length: REPLICAS }, (none, r) => engine.load(base, 10 + r));
  const draws = replicas.map((none, r) => new Churn(seed, r, n));
  const until = now() + slotMillis;
  let [done, local, merge, bytes] = [0, 0, 0, 0];
  for (; done < Number(options.ops) && now() < until; done += BATCH) {
    const deltas = replicas.map((world, r) => {
      const ops = Array.from({ length: BATCH }, () => draws[r].next());
      const start = now();
      world.apply(ops);
      const delta = world.delta();
      local += now() - start;
      bytes += sizeOf(delta);
      return delta;
    });
    const start = now();
    replicas.forEach((world, r) => deltas.forEach((delta, from) => { if (from !== r) world.merge(delta); }));
    merge += now() - start;
  }
  const states = replicas.map(read);
  return {
    n, ops: done, local_ops_s: perSecond(done * REPLICAS, local),
    merge_ops_s: perSecond(done * REPLICAS * (REPLICAS - 1), merge),
    bytes_per_op_raw: round(bytes / (done * REPLICAS)), cut: done < Number(options.ops),
    converged: states.every(state => state.hash === states[0].hash), ...states[0],
  };
}

function w4() {
  const until = now() + 3 * slotMillis;
  const { world: a, done: n } = populate(Number(options.n), now() + slotMillis);
  const b = engine.load(a.snapshot(), 1);
  const draws = new Diverge(seed, n);
  const results = [];
  for (let d = 10; d <= Math.min(n, 10_000) && now() < until; d *= 10) {
    const ops = Array.from({ length: d }, () => draws.next());
    [[a, ops.slice(0, d / 2)], [b, ops.slice(d / 2)]].forEach(([world, half]) => {
      for (let from = 0; from < half.length; from += BATCH) {
        world.apply(half.slice(from, from + BATCH));
        world.delta();
      }
    });
    const start = now();
    const { bytes, messages } = a.syncWith(b);
    results.push({ d, bytes, bytes_per_diff: round(bytes / d), ms: round(now() - start), msgs: messages });
  }
  return { n, cut: n < Number(options.n) || results.length < 4, converged: read(a).hash === read(b).hash, results };
}

function w5() {
  const trace = JSON.parse(gunzipSync(readFileSync(options.trace)));
  const edits = trace.txns.flatMap(txn => txn.patches);
  const texts = engine.texts();
  const until = now() + slotMillis;
  let [done, local, merge, bytes] = [0, 0, 0, 0];
  for (; done < edits.length && now() < until; done += BATCH) {
    const some = edits.slice(done, done + BATCH);
    const start = now();
    const delta = texts.edit(some);
    const made = now();
    texts.merge(delta);
    merge += now() - made;
    local += made - start;
    bytes += delta.length;
  }
  done = Math.min(done, edits.length);
  const whole = done === edits.length;
  return {
    edits: done, local_ops_s: perSecond(done, local), merge_ops_s: perSecond(done, merge),
    bytes_per_op_raw: round(bytes / done), cut: !whole,
    converged: texts.here() === texts.there() && (!whole || texts.here() === trace.endContent),
  };
}

const run = { W1: w1, W2: w2, W4: w4, W5: w5 }[options.workload];
console.log(JSON.stringify({ lib: engine.name, version, workload: options.workload, seed, ...run() }));
