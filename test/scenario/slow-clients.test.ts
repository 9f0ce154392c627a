import t from 'tap';
import { loadText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();

function load(request: string) {
  return loadText(`name: x\nupstreams: { app: healthy }\nsteps:\n  - ${request}\n`, catalogue);
}

function requestOf(request: string) {
  const step = load(request).scenario?.variants[0]?.steps[0];
  return step?.kind === 'request' ? step.request : undefined;
}

t.test('a request says how slowly its client reads and sends', (t) => {
  t.match(requestOf('{ request: GET /, read: { after: 1KiB, pause: 2s } }'), {
    read: { after: 1024, rate: 0, for: 2000 },
  });
  t.match(requestOf('{ request: GET /, read: { rate: 64KiB/s, for: 1s } }'), {
    read: { after: 0, rate: 65536, for: 1000 },
  });
  t.match(requestOf('{ request: POST /, body: hello, upload: { pause: 1s } }'), { upload: { after: 0, pause: 1000 } });
  t.match(requestOf('{ request: GET /, upload: { part: request, piece: 8B, every: 50ms } }'), {
    upload: { part: 'request', piece: 8, every: 50 },
  });
  t.match(requestOf('{ request: GET /, raw: "GET / HTTP/1.1" }'), {
    raw: [{ do: 'send', bytes: { text: 'GET / HTTP/1.1' } }],
  });
  t.match(requestOf('{ request: GET /, raw: [ { send: { hex: "00" } }, { stall: 1s }, half-close ] }'), {
    raw: [{ do: 'send', bytes: { hex: '00' } }, { do: 'stall', ms: 1000 }, { do: 'half-close' }],
  });
  t.end();
});

for (const [request, message] of [
  ['{ request: GET /, read: { after: 1KiB } }', /just one of pause and rate/],
  ['{ request: GET /, read: { rate: 1KiB/s } }', /rate and for go together/],
  ['{ request: POST /, body: hello, upload: { after: 1B } }', /just one of pause and piece/],
  ['{ request: POST /, body: hello, upload: { piece: 1B } }', /piece and every go together/],
  ['{ request: POST /, body: hello, upload: { piece: 1B, every: 1s, after: 1B } }', /after goes with pause/],
  ['{ request: POST /, body: hello, upload: { pause: 1s, part: body } }', /part goes with piece/],
  ['{ request: POST /, body: hello, upload: { after: 5B, pause: 1s } }', /none of it would go slowly/],
  ['{ request: GET /, upload: { piece: 1B, every: 1s } }', /none of it would go slowly/],
  ['{ request: GET /, raw: x, headers: { A: b } }', /"headers" says nothing/],
  ['{ request: GET /, raw: x, abort: { sent: 0, how: fin } }', /"abort" says nothing/],
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
