import t from 'tap';
import type { LogEntry } from '../../harness/core/log-entry.ts';
import type { Sighting } from '../../harness/core/sighting.ts';
import { foldSightings } from '../../harness/incidents/fold-sightings.ts';
import { readSignatures } from '../../harness/incidents/read-signatures.ts';
import { signaturesJson } from '../../harness/incidents/signatures-json.ts';
import { accessEntry, logEntry } from '../support/log-entry.ts';
import { workFolder } from '../support/work-folder.ts';

/** A log of words: `ok` is a healthy exchange, `noise` what every case leaves, anything else an error line with a 502. */
const read = (lines: readonly string[]): LogEntry[] =>
  lines.flatMap((text, index) => {
    const target = `/${index}`;
    if (text === 'ok') return [accessEntry({ target })];
    const error = logEntry({ message: text, method: 'GET', target });
    return text === 'noise' ? [error] : [error, accessEntry({ target, status: 502, ms: 3 })];
  });

function sighting(fault: string, log: readonly string[], more: Partial<Sighting> = {}): Sighting {
  const answer = { status: 502, complete: true, octets: true, ended: 'kept', attempts: 1, time: 'at-once' } as const;
  const cell = {
    fault,
    gateway: 'nginx',
    version: '1.22.1',
    seenIn: `a/${fault}`,
    result: 'pass',
    rules: [],
    answer,
  } as const;
  return { cell, rank: [0, 0, 0, 1, 1], ids: ['steps-1'], page: null, why: null, log, ...more };
}

t.test('runs of one case are one signature, and a line that came once is told of as once', (t) => {
  const runs = [
    sighting('garbage', ['noise', 'not HTTP', 'ok']),
    sighting('garbage', ['noise', 'not HTTP', 'too late', 'ok']),
    sighting('never-answers', ['noise', 'timed out', 'ok']),
    ...['slow-close', 'slow-start', 'tiny-segments'].map((fault) => sighting(fault, ['noise', 'ok'])),
  ];
  const { signatures, usual, gatewayVersion } = foldSightings('nginx', runs, read);
  t.equal(gatewayVersion, '1.22.1');
  t.same(usual.map(({ message }) => message).sort(), ['noise', null], 'what all leave says nothing');
  const [garbage, never] = signatures;
  t.equal(garbage?.runs, 2);
  t.same(garbage?.statuses, [[502, 2]]);
  t.same(
    garbage?.traces.map(({ lines, runs: seen }) => [lines.at(-1)?.message, seen]),
    [
      ['not HTTP', 2],
      ['too late', 1],
    ],
  );
  t.same(
    never?.traces.map(({ lines, late }) => [lines.map(({ kind }) => kind).sort(), late]),
    [[['access', 'error'], false]],
  );
  t.end();
});

t.test('the plainest case stands for a fault, and a run that broke for none where another did not', (t) => {
  const plain = sighting('garbage', ['not HTTP']);
  const busy = sighting('garbage', ['something else'], {
    rank: [0, 0, 1, 4, 9],
    cell: { ...plain.cell, seenIn: 'b/busy' },
  });
  const broken = sighting('garbage', ['the harness was late'], { cell: { ...plain.cell, result: 'broken' } });
  const { signatures } = foldSightings('nginx', [busy, broken, plain], read);
  t.equal(signatures[0]?.seenIn, 'a/garbage');
  t.equal(signatures[0]?.runs, 1);
  t.end();
});

t.test('what could not be played is skipped with the reason', (t) => {
  const played = sighting('garbage', []);
  const skipped = sighting('unix-socket-missing', [], {
    why: 'no Unix sockets',
    cell: { ...played.cell, fault: 'unix-socket-missing', answer: null },
  });
  const folded = foldSightings('nginx', [played, skipped], read);
  t.same(folded.skipped, [{ fault: 'unix-socket-missing', why: 'no Unix sockets' }]);
  t.same(
    folded.signatures.map(({ fault }) => fault),
    ['garbage'],
  );
  t.end();
});

t.test('the order of runs does not show in the file', (t) => {
  const runs = [sighting('b', ['x', 'y']), sighting('a', ['z']), sighting('b', ['y', 'x'])];
  t.equal(
    signaturesJson(foldSightings('nginx', runs, read)),
    signaturesJson(foldSightings('nginx', [...runs].reverse(), read)),
  );
  t.same(JSON.parse(signaturesJson(foldSightings('nginx', runs, read))), foldSightings('nginx', runs, read));
  t.end();
});

t.test('a file that holds no signatures is told by its name, with what to do', async (t) => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['nginx.json', 'not JSON', /nginx\.json holds no signatures: /],
    ['nginx.json', '{"version":99,"signatures":[]}', /its version is 99, and 1 is read/],
    ['known/kong.yaml', 'lines: 3', /kong\.yaml holds no signatures: it has no gateway, or no lines/],
  ];
  for (const [file, text, message] of cases) {
    const folder = await workFolder(t, { [file]: text });
    await t.rejects(readSignatures(folder), { message, problems: [{ hint: /npm run signatures/ }] });
  }
  const empty = await readSignatures(await workFolder(t, {}));
  t.equal(empty.recorded.size, 0, 'no signatures are no error');
});
