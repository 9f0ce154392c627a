import t from 'tap';
import { HEALTHY_REQUEST, REQUEST_BY_REQUEST } from '../../harness/core/script.ts';
import { loadText, problemsText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();
const load = (state: string) =>
  loadText(`name: x\nupstreams:\n  app: ${state}\nsteps: [ request: GET / ]\n`, catalogue);

t.test('a state that chooses by request', (t) => {
  const { scenario } = load(`
    when:
      - { path: /api/*, every: 5, then: reset-before-answer }
      - { method: GET, headers: { X-Canary: 1 }, probability: 0.2, seed: 7, then: [ { respond: { status: 503 } } ] }
      - { first: 2, then: healthy }`);
  const body = { do: 'read', what: 'body' };
  t.same(scenario?.variants[0]?.upstreams.app, {
    fault: null,
    label: '3 choices by request',
    effect: {
      place: 'script',
      script: {
        connections: [],
        rest: REQUEST_BY_REQUEST,
        workers: undefined,
        requests: {
          list: [],
          rest: HEALTHY_REQUEST,
          choices: [
            { when: { path: '/api/*', every: 5 }, script: { steps: [body, { do: 'reset' }] } },
            {
              when: { method: 'GET', headers: { 'X-Canary': '1' }, probability: 0.2, seed: 7 },
              script: { steps: [body, { do: 'respond', response: { status: 503 } }] },
            },
            { when: { first: 2 }, script: HEALTHY_REQUEST },
          ],
        },
      },
    },
  });
  t.end();
});

/** Place and first line of what is said of a state. */
function complaints(state: string): string[] {
  const { problems } = load(state);
  return problems.map(({ code, place, message }) => `${place?.line}:${place?.column} ${code} ${message}`);
}

t.test('what cannot be is told with its place', (t) => {
  t.match(complaints('{ when: [ { every: 2, then: connection-refused } ] }'), [
    /^3:36 not-for-a-request .*whole upstream/,
  ]);
  t.match(complaints('{ when: [ { every: 2, then: close-after-accept } ] }'), [
    /^3:36 not-for-a-request .*before a request/,
  ]);
  t.match(complaints('{ when: [ { every: 2, first: 1, then: healthy } ] }'), [/^3:30 counts-twice /]);
  t.match(complaints('{ when: [ { path: /, seed: 1, then: healthy } ] }'), [/^3:29 idle-seed /]);
  t.match(complaints('{ when: [ { then: healthy } ] }'), [/^3:18 no-selector /]);
  t.match(complaints('{ when: [ { path: / } ] }'), [/^3:18 missing-key /]);
  t.match(complaints('{ when: [ { pth: /, then: healthy } ] }'), [/^3:20 unknown-key .*pth/]);
  t.match(complaints('{ when: [ { probability: 1.5, then: healthy } ] }'), [/^3:33 out-of-range .*0 to 1/]);
  t.match(complaints('{ when: [] }'), [/^3:16 /]);
  t.match(complaints('{ when: [ { path: /, then: healthy } ], requests: [ healthy ] }'), [/^3:10 two-scripts /]);
  t.match(complaints('{ when: [ { path: /, then: healthy } ], else: gone }'), [/^3:54 unknown-fault /]);
  t.match(
    problemsText(load('{ when: [ { path: /, then: [ { read: head }, { read: head } ] } ] }').problems),
    /second request/,
  );
  t.end();
});
