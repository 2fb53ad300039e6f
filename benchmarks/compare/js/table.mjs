// Prints the lines of figures as tables of Markdown, one for each workload.
import { readFileSync } from 'node:fs';

const lines = readFileSync(process.argv[2], 'utf8').trim().split('\n').filter(Boolean).map(line => JSON.parse(line));
const whole = value => value === undefined ? '—' : value.toLocaleString('en-US');
const cut = line => line.cut ? ' (cut)' : '';

const columns = {
  W1: [
    ['entities', line => whole(line.n) + cut(line)], ['entities/s', line => whole(line.local_ops_s)],
    ['bytes an entity', line => line.bytes_per_op_raw], ['heap B', line => whole(line.heap_bytes_per_entity)],
    ['RSS B', line => whole(line.rss_bytes_per_entity)],
    ['snapshot B an entity', line => (line.snapshot_bytes / line.n).toFixed(1)],
    ['load and touch ms', line => line.load_touch_ms], ['hash', line => line.hash],
  ],
  W2: [
    ['ops a replica', line => whole(line.ops) + cut(line)], ['local ops/s', line => whole(line.local_ops_s)],
    ['merged ops/s', line => whole(line.merge_ops_s)], ['bytes an op', line => line.bytes_per_op_raw],
    ['converged', line => line.converged], ['count/hpSum', line => `${line.count}/${line.hpSum}`],
  ],
  W4: [
    ['entities', line => whole(line.n) + cut(line)],
    ...[10, 100, 1000, 10000].map(d => [`d=${whole(d)}`, line => {
      const found = line.results.find(result => result.d === d);
      return found ? `${whole(found.bytes)} B, ${found.ms} ms` : '—';
    }]),
    ['converged', line => line.converged],
  ],
  W5: [
    ['edits', line => whole(line.edits) + cut(line)], ['typed/s', line => whole(line.local_ops_s)],
    ['merged/s', line => whole(line.merge_ops_s)], ['bytes an edit', line => line.bytes_per_op_raw],
    ['converged', line => line.converged],
  ],
};

for (const [workload, shown] of Object.entries(columns)) {
  const rows = lines.filter(line => line.workload === workload);
  if (rows.length) {
    console.log(`\n${workload}, seed ${rows[0].seed}\n`);
    console.log(`| library | ${shown.map(column => column[0]).join(' | ')} |`);
    console.log(`|${'---|'.repeat(shown.length + 1)}`);
    rows.forEach(row => console.log(
      `| ${row.lib} ${row.version} | ${shown.map(column => column[1](row)).join(' | ')} |`));
  }
}
