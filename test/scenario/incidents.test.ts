import t from 'tap';
import { loadText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();

const SIGNATURE = 'signature: { nginx: { status: 502, time: at-once, log: prematurely closed } }';
const FIX = 'fix: { what: it answers, upstreams: { app: healthy } }';

function load(...keys: string[]) {
  const text = ['name: one', 'upstreams: { app: empty-answer, other: healthy }', 'steps: [ request: GET / ]', ...keys];
  return loadText(text.join('\n'), catalogue);
}

t.test('an incident is played as reported, and once more with its fix', (t) => {
  const { scenario } = load('gateway: { keepalive: true }', SIGNATURE, FIX);
  t.match(scenario?.variants, [
    {
      upstreams: { app: { fault: 'empty-answer' }, other: { fault: null } },
      settings: { keepalive: true },
      incident: {
        part: 'reported',
        what: null,
        signatures: { nginx: { status: 502, time: 'at-once', log: 'prematurely closed', page: null } },
      },
    },
    {
      upstreams: { app: { fault: null }, other: { fault: null } },
      settings: { keepalive: true },
      incident: { part: 'fix', what: 'it answers' },
    },
  ]);
  t.equal(scenario?.variants.length, 2);
  t.end();
});

t.test('a fix may change settings and add to them, and its steps take the place of all', (t) => {
  const fix = 'fix: { what: x, gateway: { cache: true }, steps: [ request: GET /a, request: GET /b ] }';
  const [, mended] = load('gateway: { keepalive: true }', SIGNATURE, fix).scenario?.variants ?? [];
  t.match(mended, { settings: { keepalive: true, cache: true }, upstreams: { app: { fault: 'empty-answer' } } });
  t.strictSame(
    mended?.steps.map(({ path }) => path),
    ['fix.steps.0', 'fix.steps.1'],
  );
  t.end();
});

t.test('each row of a matrix has its fix behind all that was reported', (t) => {
  const rows = 'matrix: [ { path: a }, { path: b } ]';
  const fix = 'fix: { what: x, upstreams: { app: healthy }, steps: [ request: "GET /${path}" ] }';
  const parts = load(rows, SIGNATURE, fix).scenario?.variants.map(({ row, incident }) => [row.path, incident?.part]);
  t.strictSame(parts, [
    ['a', 'reported'],
    ['b', 'reported'],
    ['a', 'fix'],
    ['b', 'fix'],
  ]);
  t.end();
});

t.test('settings may go with the name of the one gateway', (t) => {
  const [variant] = load('gateway: { only: nginx, keepalive: true }').scenario?.variants ?? [];
  t.match(variant, { gateway: 'nginx', settings: { keepalive: true } });
  t.notOk(variant && 'only' in variant.settings);
  t.end();
});

for (const [keys, message, line] of [
  [['signature: 502'], /must be a map of gateways/, 4],
  [['signature: {}'], /must be a map of gateways, not an empty one/, 4],
  [['signature: { ngnix: { status: 502, time: at-once, log: x } }'], /unknown gateway "ngnix"/, 4],
  [['signature: { nginx@new: { status: 502, time: at-once, log: x } }'], /"new" is no range of versions/, 4],
  [['signature: { nginx: { status: 502, time: soon, log: x } }'], /must be one of at-once, connect-timeout/, 4],
  [['signature: { nginx: { status: 5o2, time: at-once, log: x } }'], /must be a status such as 502/, 4],
  [['signature: { nginx: { status: 502, time: at-once } }'], /needs `log`, or `page`/, 4],
  [['signature: { nginx: { status: 502, time: at-once, log: /(/ } }'], /is no regular expression/, 4],
  [[FIX], /a fix makes a signature go away, and there is none/, 4],
  [[SIGNATURE, 'fix: { what: x }'], /this fix changes nothing/, 5],
  [[SIGNATURE, 'fix: { upstreams: { app: healthy } }'], /what/, 5],
  [[SIGNATURE, 'fix:', '  what: x', '  upstreams: { app: heathly }'], /unknown fault "heathly"|heathly/, 7],
  [[SIGNATURE, 'fix:', '  what: x', '  steps: []'], /a scenario needs at least one step/, 7],
  [[SIGNATURE, 'fix:', '  what: x', '  gateway: { keepalife: true }'], /keepalife/, 7],
  [['gateway: caddy', SIGNATURE], /the scenario is for caddy alone, which has no signature here/, 5],
  [['gateway: { only: ngnix }'], /unknown gateway "ngnix"/, 4],
] as const) {
  t.test(`refused: ${keys.join(' | ')}`, (t) => {
    const { problems } = load(...keys);
    t.match(problems[0], { message });
    t.equal(problems[0]?.place?.line, line);
    t.end();
  });
}
