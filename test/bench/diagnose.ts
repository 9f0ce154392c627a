/**
 * Plays every fault on a gateway, hands its logs to the diagnosis, and tells how often the true fault is named. These logs were
 * made by a run of its own: the signatures know nothing of them.
 *
 *     node test/bench/diagnose.ts --gateway nginx [--jobs 4] [--from FILE] [--keep]
 *
 * `--from` takes what the reporter `signatures` wrote in another run; `--keep` writes the logs to fixtures/incident-logs/.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { ownLogReader } from '../../harness/incidents/own-log.ts';
import { readSignatures } from '../../harness/incidents/read-signatures.ts';
import { heldOutOf, writeHeldOut } from '../support/held-out-logs.ts';
import { scoreDiagnosis } from '../support/score-diagnosis.ts';

const { values } = parseArgs({
  options: {
    gateway: { type: 'string', default: 'nginx' },
    jobs: { type: 'string', default: '4' },
    from: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const base = await readSignatures();
const file = values.from ?? (await play());
const known = new Map(base.recorded.get(values.gateway)?.signatures.map(({ fault, seenIn }) => [fault, seenIn]));
const logs = heldOutOf(file).filter(({ fault, seenIn }) => known.get(fault) === seenIn);
if (values.keep) writeHeldOut(values.gateway, logs);
const score = scoreDiagnosis(values.gateway, logs, base, await ownLogReader());
process.stdout.write(`${JSON.stringify({ gateway: values.gateway, ...score }, null, 2)}\n`);

/** By the programs that `npm run signatures` takes: a Varnish that tells its log. */
async function play(): Promise<string> {
  const out = join(mkdtempSync(join(tmpdir(), 'gatecrash-diagnose-')), 'run.jsonl');
  const cases = base.recorded.get(values.gateway)?.signatures ?? [];
  const paths = [...new Set(cases.map(({ seenIn }) => `scenarios/${seenIn.replace(/\[.*$/s, '')}.yaml`))];
  const options = ['--gateway', values.gateway, '--jobs', values.jobs, '--isolate'];
  const reporters = ['--reporter', 'line', '--reporter', `signatures=${out}`];
  await execa(process.execPath, ['harness/cli.ts', 'run', ...paths, ...options, ...reporters], {
    env: { PATH: `${join(process.cwd(), 'fixtures/signatures/programs')}:${process.env.PATH ?? ''}` },
    stdio: 'inherit',
    reject: false,
  });
  return out;
}
