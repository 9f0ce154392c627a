import t from 'tap';
import { atlasPages } from '../../harness/atlas/pages.ts';
import { readAtlas } from '../../harness/atlas/read-atlas.ts';
import { ATLAS_VERSION, type Atlas, type AtlasCell, atlasJson } from '../../harness/core/atlas.ts';
import { faultLines } from '../../harness/terminal/atlas-words.ts';
import { matchesGolden } from '../support/golden.ts';

const answer = { status: 502, complete: true, octets: true, ended: 'kept', attempts: 1, time: 'at-once' } as const;
const cell = (fault: string, gateway: string, more: Partial<AtlasCell> = {}): AtlasCell => ({
  fault,
  gateway,
  version: '1.2',
  seenIn: `body/${fault}[method=GET]`,
  result: 'pass',
  rules: [],
  answer,
  ...more,
});
const ATLAS: Atlas = {
  version: ATLAS_VERSION,
  date: '2026-11-22',
  gateways: [
    { name: 'caddy', version: '1.2' },
    { name: 'nginx', version: '1.2' },
    { name: 'nginx@1.3', version: '1.3' },
  ],
  cells: [
    cell('cut', 'caddy', { answer: { ...answer, status: 200, complete: false, attempts: 2 } }),
    cell('cut', 'nginx', {
      result: 'deviates',
      rules: ['OP-02', 'OP-09'],
      answer: { ...answer, time: 'read-timeout' },
    }),
    cell('cut', 'nginx@1.3', { version: '1.3' }),
    cell('silence', 'caddy', {
      result: 'fail',
      rules: ['OP-03'],
      answer: { ...answer, status: null, octets: false, time: 'hung' },
    }),
    cell('silence', 'nginx', { result: 'skip', answer: null }),
  ],
};
const FAULTS = (['cut', 'silence', 'unmet'] as const).map((name) => ({
  name,
  ref: 'X01',
  summary: `What ${name} does.`,
  group: 'body' as const,
}));

t.test('pages: a matrix, one for each gateway, one for each fault that was met', (t) => {
  const pages = atlasPages(ATLAS, FAULTS);
  const names = [
    'README.md',
    'gateways/caddy.md',
    'gateways/nginx.md',
    'gateways/nginx@1.3.md',
    'faults/cut.md',
    'faults/silence.md',
  ];
  t.same(Object.keys(pages), names);
  matchesGolden(t, 'atlas/pages.md', names.map((name) => `<!-- ${name} -->\n${pages[name]}`).join('\n'));
  t.end();
});

t.test('lines of one fault, for a terminal', (t) => {
  matchesGolden(
    t,
    'atlas/lines.txt',
    `${faultLines(ATLAS, 'cut').join('\n')}\n${faultLines(ATLAS, 'silence').join('\n')}\n`,
  );
  t.same(faultLines(ATLAS, 'unmet'), []);
  t.end();
});

t.test('the file is read again; none is no mistake, another one is told', (t) => {
  const folder = t.testdir({ 'atlas.json': atlasJson(ATLAS), 'old.json': '{"version":0}', 'cut.json': '{"version":' });
  t.same(readAtlas(`${folder}/atlas.json`), ATLAS);
  t.equal(readAtlas(`${folder}/none.json`), null);
  for (const file of ['old.json', 'cut.json'])
    t.throws(() => readAtlas(`${folder}/${file}`), { message: /is no atlas/ });
  t.end();
});
