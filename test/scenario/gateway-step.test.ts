import t from 'tap';
import { loadText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();

function load(step: string) {
  return loadText(`name: one\nupstreams: { app: healthy }\nsteps:\n  - request: GET /\n  - ${step}\n`, catalogue);
}

t.test('a step does something to the gateway, at once or after so many requests', (t) => {
  const step = (text: string) => load(text).scenario?.variants[0]?.steps[1];
  t.match(step('gateway: kill'), { kind: 'gateway', action: 'kill', after: {}, expect: null });
  t.match(step('gateway: { do: restart, after: { app: 2 } }'), { action: 'restart', after: { app: 2 } });
  t.match(step('{ gateway: reload, expect: { gateway: { alive: true } } }'), {
    expect: { values: { gateway: { alive: true } } },
  });
  t.end();
});

t.test('a gateway is asked to be ready for a reload where a step reloads it', (t) => {
  const settings = (text: string) => load(text).scenario?.variants[0]?.settings;
  t.equal(settings('gateway: reload')?.reload, true);
  t.equal(settings('parallel: [{ gateway: reload-broken }]')?.reload, true);
  t.equal(settings('gateway: kill')?.reload, undefined);
  t.end();
});

for (const [step, message, hint] of [
  ['gateway: stop', /must be one of reload, .*kill-worker, .*or a map with do and after/, undefined],
  ['gateway: { do: kill, after: { app: 0 } }', /.*/, undefined],
  [
    'gateway: { do: kill, after: { other: 1 } }',
    'the scenario does not declare the upstream "other"',
    /other: healthy/,
  ],
  [
    '{ gateway: kill, expect: { status: 200 } }',
    'this step sends no request, so that "status" has nothing to judge',
    /a step with a request/,
  ],
  ['{ gateway: kill, request: GET / }', /a step does one thing/, undefined],
] as const) {
  t.test(`refused: ${step}`, (t) => {
    const [problem] = load(step).problems;
    t.match(problem, { message });
    if (hint) t.match(problem?.hint, hint);
    t.end();
  });
}
