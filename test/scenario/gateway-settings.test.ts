import t from 'tap';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import { loadText, problemsText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();

/** The settings of a scenario that asks for these; what is refused stands in golden/problems. */
function settingsOf(gateway: string) {
  const text = `name: x\ngateway: ${gateway}\nupstreams: { app: healthy }\nsteps: [ request: GET / ]`;
  const { scenario, problems } = loadText(text, catalogue);
  if (!scenario) throw new Error(problemsText(problems));
  return scenario.variants[0]?.settings;
}

t.test('what is asked of a gateway is in its settings, and what is not asked stays away', (t) => {
  for (const [asked, settings] of [
    ['{ timeouts: { connect: 250ms, read: 3s } }', { timeouts: { connect: 250, read: 3000 } }],
    ['{ timeouts: { read: 1.5s } }', { timeouts: { read: 1500 } }],
    ['{ retries: off }', { retries: 'off' }],
    ['{ retries: on }', {}],
    ['{ pool: { connections: 2 } }', { pool: { connections: 2, queue: 0, wait: 0 } }],
    ['{ pool: { connections: 2, queue: 3 } }', { pool: { connections: 2, queue: 3, wait: 1000 } }],
    ['{ pool: { connections: 2, queue: 3, wait: 200ms } }', { pool: { connections: 2, queue: 3, wait: 200 } }],
    ['{ configuration: { nginx: "a b;\\n", apache: c } }', { configuration: { nginx: 'a b;\n', apache: 'c' } }],
  ] as const)
    t.strictSame(settingsOf(asked), { ...DEFAULT_SETTINGS, ...settings }, asked);
  t.end();
});

t.test('a column of the matrix may stand for a text', (t) => {
  const { scenario } = loadText(
    `name: x\ngateway: { configuration: { nginx: "proxy_buffer_size \${size};" } }\nupstreams: { app: healthy }
matrix: [ { size: 4k }, { size: 8k } ]\nsteps: [ request: GET / ]`,
    catalogue,
  );
  t.same(
    scenario?.variants.map(({ settings }) => settings.configuration),
    [{ nginx: 'proxy_buffer_size 4k;' }, { nginx: 'proxy_buffer_size 8k;' }],
  );
  t.end();
});
