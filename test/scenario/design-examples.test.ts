import t from 'tap';
import { HEALTHY_CONNECTION } from '../../harness/core/script.ts';
import { statesOf } from '../../harness/core/states-of.ts';
import { DESIGN } from '../support/design-examples.ts';
import { loadText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = { ...(await wholeCatalogue()), gateways: ['nginx', 'edge'] };

/** The scenario of a text that must be in order. */
function scenarioOf(text: string) {
  const { scenario, problems } = loadText(text, catalogue);
  if (!scenario) throw new Error(JSON.stringify(problems));
  return scenario;
}

t.test('the first example of the design: a fault with its parameters', (t) => {
  const scenario = scenarioOf(DESIGN[0]);
  t.match(scenario, { id: 'test', tags: ['crash', 'truncation'], source: null, allow: {} });
  const [variant] = scenario.variants;
  t.match(variant?.upstreams.app, { fault: 'reset-mid-body', label: 'reset-mid-body (after: 512B, length: 4KiB)' });
  t.match(variant, { row: {}, gateway: null, settings: { keepalive: false, cache: false, replicas: 1 } });
  t.match(variant?.steps, [
    {
      path: 'steps.0',
      place: { file: 'test.yaml', line: 8, column: 5 },
      kind: 'request',
      times: 1,
      request: { method: 'GET', target: '/report', headers: {}, body: null, client: 'client', fresh: false },
      expect: {
        values: { body: 'truncated', 'upstream.app': { requests: 1 } },
        places: { body: { line: 9, column: 15 }, 'upstream.app': { line: 9, column: 32 } },
        perGateway: {},
      },
    },
  ]);
  t.end();
});

t.test('the second example of the design: scripted connections and a matrix', (t) => {
  const { variants } = scenarioOf(DESIGN[1]);
  t.same(
    variants.map(({ row }) => row),
    [
      { method: 'GET', status: '200|502|none', requests: '2..3' },
      { method: 'POST', status: '502|none', requests: '2' },
    ],
  );
  t.match(variants[1]?.steps[1], {
    request: { method: 'POST', target: '/again' },
    expect: { values: { status: [502, 'none'], 'upstream.app': { requests: 2 } } },
  });
  t.equal(variants[0]?.settings.keepalive, true);
  const reset = {
    steps: [
      { do: 'read', what: 'request' },
      { do: 'respond', response: { body: 'hello' } },
      { do: 'read', what: 'request' },
      { do: 'reset' },
    ],
  };
  t.same(variants[0]?.upstreams.app, {
    fault: null,
    label: '2 scripted connections',
    effect: { place: 'script', script: { connections: [reset, HEALTHY_CONNECTION], rest: null, workers: undefined } },
  });
  t.end();
});

t.test('the third example of the design: set, parallel and until', (t) => {
  const steps = scenarioOf(DESIGN[2]).variants[0]?.steps ?? [];
  t.same(
    steps.map(({ kind }) => kind),
    ['set', 'request', 'parallel', 'set', 'until'],
  );
  t.match(steps[0], { set: { app: { fault: 'firewall-drop', effect: { place: 'firewall', verdict: 'drop' } } } });
  t.match(steps[2], {
    branches: [
      { path: 'steps.2.parallel.0', times: 50, request: { client: 'client-1' }, expect: null },
      { path: 'steps.2.parallel.1', times: 20, request: { client: 'client-2', target: '/other' } },
    ],
  });
  t.match(steps[4], { request: { method: 'GET', target: '/' }, status: 200, within: 1000 });
  t.end();
});

t.test('the fourth example of the design: a load on a gateway of the user', (t) => {
  const [variant] = scenarioOf(DESIGN[3]).variants;
  t.equal(variant?.gateway, 'edge');
  t.match(variant?.steps, [
    {
      kind: 'load',
      load: { rate: 200, duration: 5000, request: { method: 'GET', target: '/' } },
      during: [
        { at: 1000, set: { app: { fault: 'process-killed' } } },
        { at: 2000, set: { app: { fault: null, label: 'healthy' } } },
      ],
      expect: { values: { only: [200, 502, 503], recovered: { within: 1000 } } },
    },
  ]);
  t.end();
});

t.test('what is set while a load goes on counts among the states of an upstream, for planning', (t) => {
  const [variant] = scenarioOf(DESIGN[3]).variants;
  if (!variant) throw new Error('no variant');
  t.same(
    statesOf(variant, 'app').map(({ label }) => label),
    ['healthy', 'process-killed', 'healthy'],
  );
  t.end();
});
