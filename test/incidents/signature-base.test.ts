import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { readAtlas } from '../../harness/atlas/read-atlas.ts';
import { isBeside } from '../../harness/core/atlas.ts';
import type { Sighting } from '../../harness/core/sighting.ts';
import nginx from '../../harness/gateways/nginx.ts';
import { foldSightings } from '../../harness/incidents/fold-sightings.ts';
import { ownLogReader } from '../../harness/incidents/own-log.ts';
import { readSignatures } from '../../harness/incidents/read-signatures.ts';
import { workFolder } from '../support/work-folder.ts';

/** Scenarios whose signature no chance is in. */
const STEADY = ['connection/refused', 'answer/garbage', 'head/too-large', 'body/cut-by-close', 'answer/never'];

const base = await readSignatures();
/** Versions beside the installed one have no signatures of their own. */
const cells = (readAtlas()?.cells ?? []).filter(({ gateway }) => !isBeside(gateway));

t.test('every fault of the atlas has a signature on every gateway, or a reason why it has none', (t) => {
  t.ok(cells.length > 3000, `${cells.length} cells`);
  const missing = cells.filter(({ fault, gateway }) => {
    const recorded = base.recorded.get(gateway);
    return (
      !recorded?.signatures.some((one) => one.fault === fault) &&
      !recorded?.skipped.some((one) => one.fault === fault && one.why)
    );
  });
  t.same(
    missing.map(({ fault, gateway }) => `${fault} on ${gateway}`),
    [],
    '`npm run signatures` records what is missing',
  );
  t.end();
});

t.test('signatures are of the versions that the atlas was made with', (t) => {
  for (const { name, version } of readAtlas()?.gateways ?? []) {
    if (isBeside(name)) continue;
    t.equal(base.recorded.get(name)?.gatewayVersion, version, name);
  }
  t.end();
});

t.test('signatures are of the catalogue, each once, and what is known from elsewhere names no other faults', (t) => {
  for (const { gateway, signatures } of base.recorded.values()) {
    const names = signatures.map(({ fault }) => fault);
    t.same(names, [...new Set(names)].sort(), gateway);
    t.same(
      names.filter((name) => !base.faults.has(name)),
      [],
      gateway,
    );
  }
  for (const { gateway, lines } of base.known.values()) {
    for (const line of lines) {
      t.same(
        line.faults.filter((name) => !base.faults.has(name)),
        [],
        `${gateway}: ${line.cause}`,
      );
      t.match(line.cause, /\.$/, 'a sentence');
      t.ok(line.code ?? line.message ?? line.status, 'it says what it is known by');
      t.match(line.evidence, /^[MSDTU]$/);
    }
  }
  t.end();
});

const found = await nginx.find();
const version = base.recorded.get('nginx')?.gatewayVersion;
const skip = found.found && found.version === version ? false : `nginx ${version} is not here`;

t.test('what nginx leaves today is what is recorded', { skip }, async (t) => {
  const file = join(await workFolder(t, {}), 'run.jsonl');
  const paths = STEADY.map((id) => `scenarios/${id}.yaml`);
  const options = ['--gateway', 'nginx', '--isolate', '--reporter', 'line', '--reporter', `signatures=${file}`];
  await execa(process.execPath, ['harness/cli.ts', 'run', ...paths, ...options], { reject: false });
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const seen = foldSightings(
    'nginx',
    lines.map((line) => JSON.parse(line) as Sighting),
    await ownLogReader(),
  );
  t.equal(seen.signatures.length, STEADY.length);
  const usual = new Set(base.recorded.get('nginx')?.usual.map(({ message }) => message));
  for (const { fault, statuses, page, traces } of seen.signatures) {
    const recorded = base.recorded.get('nginx')?.signatures.find((one) => one.fault === fault);
    t.same(
      statuses.map(([status]) => status),
      recorded?.statuses.map(([status]) => status),
      `${fault}: the status`,
    );
    t.same(page, recorded?.page, `${fault}: the page`);
    // Five cases alone cannot tell which lines are usual: the recorded ones say.
    const errors = (all: typeof traces) =>
      all.flatMap((trace) =>
        trace.lines.map(({ message }) => message).filter((one) => one !== null && !usual.has(one)),
      );
    t.same(
      [...new Set(errors(traces))].sort(),
      [...new Set(errors(recorded?.traces ?? []))].sort(),
      `${fault}: the lines`,
    );
  }
});
