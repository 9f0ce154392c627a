import t from 'tap';
import { loadText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();

function load(request: string, script = '[ answer ]') {
  return loadText(`name: x\nupstreams: { app: { requests: [ ${script} ] } }\nsteps:\n  - ${request}\n`, catalogue);
}

t.test('a client and an upstream speak frames in a tunnel', (t) => {
  const { scenario, problems } = load(
    '{ request: GET /, headers: { Upgrade: websocket }, tunnel: [ { frame: { text: a } }, { send: b }, { expect: c, within: 1s }, { stall: 1s }, { end: 2s }, close ] }',
    '[ { accept-websocket: true }, { frame: { close: 1001 } }, { read-until: "\\r\\n" }, reset ]',
  );
  const [variant] = scenario?.variants ?? [];
  t.match(
    variant?.steps[0],
    {
      request: {
        tunnel: [
          { do: 'send', bytes: { hex: '81810000000061' } },
          { do: 'send', bytes: { text: 'b' } },
          { do: 'expect', text: 'c', within: 1000 },
          { do: 'stall', ms: 1000 },
          { do: 'end', within: 2000 },
          { do: 'close' },
        ],
      },
    },
    JSON.stringify(problems),
  );
  t.match(variant?.upstreams.app?.effect, {
    script: {
      requests: {
        list: [
          {
            steps: [
              { do: 'accept-websocket' },
              { do: 'send', bytes: { hex: '880203e9' } },
              { do: 'read-until', text: '\r\n' },
              { do: 'reset' },
            ],
          },
        ],
      },
    },
  });
  t.end();
});

for (const [request, message] of [
  ['{ request: GET /, tunnel: [ close ] }', /no tunnel is opened for a request without Upgrade/],
  ['{ request: GET /, headers: { Upgrade: a }, tunnel: [] }', /needs a step/],
  [
    '{ request: GET /, headers: { Upgrade: a }, tunnel: [ { frame: { text: a, ping: b } } ] }',
    /just one of text, binary/,
  ],
  ['{ request: GET /, headers: { Upgrade: a }, tunnel: [ closes ] }', /must be a map or a step: send, frame, expect/],
] as const) {
  t.test(`${request} is refused`, (t) => {
    const { problems } = load(request);
    t.ok(
      problems.some((problem) => message.test(problem.message) && problem.place),
      JSON.stringify(problems),
    );
    t.end();
  });
}
