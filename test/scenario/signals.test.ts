import t from 'tap';
import { signalsOfUpstreams } from '../../harness/core/signals-of.ts';
import { loadText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();

function load(upstream: string, ...steps: string[]) {
  const list = steps.map((step) => `  - ${step}\n`).join('');
  return loadText(`name: x\nupstreams: { app: ${upstream} }\nsteps:\n${list}`, catalogue);
}

t.test('clients and upstreams give signals and wait for them', (t) => {
  const script = '{ requests: [ [ { signal: here }, { await: go }, { await: { signal: go, within: 1s } }, answer ] ] }';
  const { scenario, problems } = load(
    script,
    '{ parallel: [ { request: GET / }, [ { await: here, within: 2s }, { signal: go } ] ] }',
    '{ await: { log: refused } }',
  );
  const [variant] = scenario?.variants ?? [];
  if (!variant) throw new Error(JSON.stringify(problems));
  t.strictSame(signalsOfUpstreams(variant), ['here']);
  t.match(variant.upstreams.app?.effect, {
    script: {
      requests: {
        list: [
          {
            steps: [
              { do: 'signal', signal: 'here' },
              { do: 'await', signal: 'go', within: 5000 },
              { do: 'await', signal: 'go', within: 1000 },
            ],
          },
        ],
      },
    },
  });
  t.match(variant.steps, [
    {
      kind: 'parallel',
      branches: [
        { kind: 'request' },
        {
          kind: 'repeat',
          times: 1,
          steps: [
            { kind: 'await', what: { signal: 'here' }, within: 2000 },
            { kind: 'signal', signal: 'go' },
          ],
        },
      ],
    },
    { kind: 'await', what: { log: 'refused' }, within: null },
  ]);
  t.end();
});

for (const [upstream, step, message, line] of [
  ['healthy', '{ await: go }', 'nobody gives the signal "go"', 4],
  ['healthy', '{ signal: go }', 'nobody awaits the signal "go"', 4],
  ['{ requests: [ [ { await: go }, answer ] ] }', '{ request: GET / }', 'nobody gives the signal "go"', 2],
  ['{ requests: [ [ { signal: go }, answer ] ] }', '{ await: no }', 'nobody awaits the signal "go"', 2],
  ['healthy', '{ await: { lgo: x } }', 'must be the name of a signal, or { log: a text }', 4],
  ['healthy', '{ signal: two words }', 'is no name of a signal; letters, digits, dots and dashes', 4],
] as const) {
  t.test(`${upstream} and ${step} are refused`, (t) => {
    const { problems } = load(upstream, step);
    const found = problems.find((problem) => problem.message.includes(message));
    t.match(found?.place, { line }, JSON.stringify(problems));
    t.end();
  });
}
