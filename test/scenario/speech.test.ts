import t from 'tap';
import { HEALTHY, HEALTHY_CONNECTION, type UpstreamScript } from '../../harness/core/script.ts';
import { loadText, problemsText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();

function load(gateway: string, state: string, steps = '[ request: GET / ]') {
  return loadText(`name: x\ngateway: ${gateway}\nupstreams: { app: ${state} }\nsteps: ${steps}`, catalogue);
}

function scriptOf(gateway: string, state: string): UpstreamScript {
  const { scenario, problems } = load(gateway, state);
  const effect = scenario?.variants[0]?.upstreams.app?.effect;
  if (effect?.place !== 'script') throw new Error(problemsText(problems));
  return effect.script;
}

t.test('every frame of HTTP/2 has its word', (t) => {
  const { connections } = scriptOf(
    '{ http2: true }',
    `{ connections: [ [ { read: preface }, { read: request },
      { h2: { headers: { status: 200, fields: { content-length: 5, X-Bad: a } } } }, { h2: { headers: { status: 103, end: true } } },
      { h2: { data: hello } }, { h2: { data: { repeat: x, times: 1KiB, end: true } } }, { h2: { trailers: { grpc-status: 0 } } },
      { h2: { rst-stream: CANCEL } }, { h2: { rst-stream: 99 } },
      { h2: { goaway: { last-stream: 1, error: ENHANCE_YOUR_CALM } } }, { h2: { goaway: {} } },
      { h2: { frame: { type: PING, payload: { repeat: x, times: 8 }, times: 3 } } },
      { h2: { frame: { type: 239, flags: 4, on: stream, payload: { hex: "0d 0a" } } } } ] ] }`,
  );
  t.strictSame(JSON.parse(JSON.stringify(connections[0]?.steps)), [
    { do: 'read', what: 'preface' },
    { do: 'read', what: 'request' },
    {
      do: 'h2-head',
      fields: [
        [':status', '200'],
        ['content-length', '5'],
        ['X-Bad', 'a'],
      ],
    },
    { do: 'h2-head', fields: [[':status', '103']], end: true },
    { do: 'h2-data', bytes: { text: 'hello' } },
    { do: 'h2-data', bytes: { repeat: 'x', times: 1024 }, end: true },
    { do: 'h2-head', fields: [['grpc-status', '0']], trailers: true },
    { do: 'h2-reset', code: 8 },
    { do: 'h2-reset', code: 99 },
    { do: 'h2-frame', type: 7, on: 'connection', payload: { hex: '000000010000000b' } },
    { do: 'h2-frame', type: 7, on: 'connection', payload: { hex: '7fffffff00000000' } },
    { do: 'h2-frame', type: 6, on: 'connection', payload: { repeat: 'x', times: 8 }, times: 3 },
    { do: 'h2-frame', type: 239, flags: 4, on: 'stream', payload: { hex: '0d0a' } },
  ]);
  t.end();
});

t.test('every step of TLS has its word', (t) => {
  const under = scriptOf(
    '{ tls: true }',
    '{ connections: [ [ { read: request }, { key-update: { times: 3, asks: true } }, spoil-record, answer, close-without-notify ] ] }',
  );
  t.strictSame(under.connections[0]?.steps.slice(1), [
    { do: 'key-update', times: 3, asks: true },
    { do: 'spoil-record' },
    { do: 'answer' },
    { do: 'close-without-notify' },
  ]);
  const raw = scriptOf(
    '{ tls: true }',
    '{ tls: none, connections: [ [ { read: client-hello }, { alert: unknown_ca }, close ], [ { read: client-hello }, { alert: 90 } ] ] }',
  );
  t.equal(raw.tls, null);
  t.strictSame(
    raw.connections.map(({ steps }) => steps[1]),
    [
      { do: 'alert', code: 48 },
      { do: 'alert', code: 90 },
    ],
  );
  t.end();
});

t.test('how TLS and HTTP/2 are spoken stands beside a script, or alone', (t) => {
  t.strictSame(scriptOf('{ tls: true }', '{ tls: expired }'), { ...HEALTHY, tls: { certificate: 'expired' } });
  const whole = scriptOf(
    '{ tls: true }',
    `{ tls: { certificate: wrong-name, version: 1.2, suites: [TLS_AES_128_GCM_SHA256], alpn: [h2],
       client-certificate: required, drip: { piece: 10, every: 20ms } }, requests: [ [ answer ] ], rest: healthy }`,
  );
  t.strictSame(whole.tls, {
    certificate: 'wrong-name',
    suites: ['TLS_AES_128_GCM_SHA256'],
    alpn: ['h2'],
    drip: { piece: 10, every: 20 },
    versions: ['TLSv1.2', 'TLSv1.2'],
    clientCertificate: 'required',
  });
  t.equal(whole.requests?.list.length, 1);
  const conduct = { settings: [[3, 1]], leavesOut: ['settings-ack'] };
  const http2 = '{ settings: { MAX_CONCURRENT_STREAMS: 1 }, leaves-out: [settings-ack] }';
  const odd = scriptOf('{ http2: true }', `{ http2: ${http2}, connections: [ [ hold ] ], rest: healthy }`);
  t.strictSame(odd.connections, [{ steps: [{ do: 'hold' }], http2: conduct }]);
  t.strictSame(odd.rest, { ...HEALTHY_CONNECTION, http2: conduct });
  const chosen = scriptOf('{ tls: true }', '{ tls: { version: "1.3" }, when: [ { first: 1, then: [ reset ] } ] }');
  t.strictSame(chosen.tls, { versions: ['TLSv1.3', 'TLSv1.3'] });
  t.end();
});

t.test('what is wrong with them is told with its place', (t) => {
  for (const [gateway, state, told] of [
    ['{ http2: true }', '{ connections: [ [ { h2: { dat: x } } ] ] }', /unknown key "dat".*did you mean "data"/s],
    ['{ http2: true }', '{ connections: [ [ { h2: { data: x, goaway: {} } } ] ] }', /needs just one of headers, data/],
    ['{ http2: true }', '{ connections: [ [ { h2: {} } ] ] }', /needs just one of/],
    ['{ http2: true }', '{ connections: [ [ { h2: { rst-stream: NEVER } } ] ] }', /must be an error of HTTP\/2/],
    ['{ http2: true }', '{ connections: [ [ { h2: { frame: { type: PONG } } } ] ] }', /must be a type such as PING/],
    [
      '{ http2: true }',
      '{ connections: [ [ { h2: { headers: { fields: { a: "€" } } } } ] ] }',
      /beyond U\+00FF|must be text/,
    ],
    ['{ tls: true }', '{ tls: none, connections: [ [ { alert: sorry } ] ] }', /must be an alert such as/],
    ['{ tls: true }', '{ connections: [ [ { key-update: { times: 0 } } ] ] }', /times/],
    ['{ tls: true }', '{ tls: outdated }', /must be none, a certificate/],
    ['{ tls: true }', '{ tls: { version: 1.4 } }', /must be 1.0, 1.1, 1.2 or 1.3/],
    ['{ tls: true }', '{ tls: expired, connection: [ hold ] }', /unknown key "connection"/],
    ['{ http2: true }', '{ http2: { leaves-out: [ping] } }', /leaves-out/],
  ] as const) {
    const { scenario, problems } = load(gateway, state);
    t.equal(scenario, undefined, state);
    t.match(problemsText(problems), told, state);
    t.match(problemsText(problems), /test\.yaml:3:/, 'with its place');
  }
  t.end();
});

t.test('the gateway must speak what an upstream is scripted for, in every state that it is put into', (t) => {
  const frames = '{ connections: [ [ { read: request }, { h2: { data: x } } ] ] }';
  for (const [gateway, state, told] of [
    ['{}', frames, /sends frames of HTTP\/2.*add `gateway: { http2: true }`/s],
    ['{ tls: true }', '{ requests: [ [ { h2: { goaway: {} } } ] ] }', /http2: true/],
    ['{}', 'http2-goaway-at-once', /http2-goaway-at-once sends frames/],
    ['{}', '{ connections: [ [ { read: preface }, hold ] ] }', /http2: true/],
    ['{}', 'tls-certificate-expired', /is a fault of TLS.*tls: true/s],
    ['{}', '{ tls: expired }', /is about TLS.*tls: true/s],
    ['{}', '{ when: [ { first: 1, then: [ spoil-record, answer ] } ] }', /is about TLS/],
    ['{}', '{ connections: [ tls-certificate-expired ] }', /breaks the whole upstream/],
    ['{ tls: true }', '{ tls: none, connections: [ [ { read: head }, spoil-record ] ] }', /`spoil-record` needs TLS/],
    ['{ tls: true }', '{ connections: [ [ { read: client-hello }, reset ] ] }', /answered before the script begins/],
  ] as const) {
    for (const [first, steps, place] of [
      [state, '[ request: GET / ]', 'test.yaml:3:'],
      ['healthy', `[ set: { app: ${state} }, request: GET / ]`, 'test.yaml:4:'],
      ['healthy', `[ repeat: { times: 2, steps: [ set: { app: ${state} } ] } ]`, 'test.yaml:4:'],
      [
        'healthy',
        `[ { load: { request: GET /, rate: 5/s, for: 2s }, during: { 1s: { set: { app: ${state} } } } } ]`,
        'test.yaml:4:',
      ],
    ] as const) {
      const { scenario, problems } = load(gateway, first, steps);
      t.equal(scenario, undefined, `${state} in ${steps}`);
      t.match(problemsText(problems), told);
      t.ok(problemsText(problems).includes(place), 'with its place');
    }
  }
  t.end();
});

t.test('settings of TLS come in their own words, and mean nothing without it', (t) => {
  const { scenario } = load('{ tls: true, client-certificate: true, revocation: true, sessions: true }', 'healthy');
  t.match(scenario?.variants[0]?.settings, { tls: true, clientCertificate: true, revocation: true, sessions: true });
  t.match(load('{}', 'healthy').scenario?.variants[0]?.settings, {
    clientCertificate: false,
    revocation: false,
    sessions: false,
  });
  for (const word of ['client-certificate', 'revocation', 'sessions']) {
    const { scenario: none, problems } = load(`{ ${word}: true }`, 'healthy');
    t.equal(none, undefined, word);
    t.match(
      problemsText(problems),
      new RegExp(`gateway.*${word}.*means nothing where no TLS.*test\\.yaml:2:.*tls: true`, 's'),
    );
    t.ok(load(`{ ${word}: false }`, 'healthy').scenario, 'false asks for nothing');
  }
  t.end();
});
