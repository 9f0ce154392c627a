import t from 'tap';
import { HEALTHY_CONNECTION, REQUEST_BY_REQUEST } from '../../harness/core/script.ts';
import { loadText, wholeCatalogue } from '../support/load-text.ts';

const catalogue = await wholeCatalogue();

/** The scenario of a text that must be in order. */
function scenarioOf(text: string) {
  const { scenario, problems } = loadText(text, catalogue);
  if (!scenario) throw new Error(JSON.stringify(problems));
  return scenario;
}

/** The one variant of a scenario with these steps, both upstreams healthy. */
function stepsOf(steps: string) {
  const [variant] = scenarioOf(`name: x\nupstreams: { app: healthy, other: healthy }\nsteps:\n${steps}`).variants;
  return variant?.steps ?? [];
}

/** The state of the upstream app. */
function stateOf(state: string) {
  return scenarioOf(`name: x\nupstreams: { app: ${state} }\nsteps: [ request: GET / ]`).variants[0]?.upstreams.app;
}

t.test('a request says the same as a line, as a map, and with its keys beside it', (t) => {
  const [asMap, beside] = stepsOf(`
  - request: { method: PUT, target: /a, headers: { X-A: b, Content-Length: 1 }, body: c, client: d, connection: new }
  - { request: PUT /a, headers: { X-A: b, Content-Length: 1 }, body: c, client: d, connection: new }`);
  t.match(asMap, {
    request: {
      method: 'PUT',
      target: '/a',
      headers: { 'X-A': 'b', 'Content-Length': '1' },
      body: 'c',
      client: 'd',
      fresh: true,
    },
  });
  t.same(asMap?.kind === 'request' && asMap.request, beside?.kind === 'request' && beside.request);
  const [method] = stepsOf('  - request: { target: /only }');
  t.match(method, { request: { method: 'GET', target: '/only' } });
  t.end();
});

t.test('a request says how its client speaks, what it uploads and when it goes', (t) => {
  const [step] = stepsOf(`
  - request: PUT /up
    version: "1.1"
    body: { repeat: x, times: 8MiB }
    chunked: true
    trailers: { X-Sum: 7 }
    abort: { sent: 1KiB, how: fin }`);
  t.match(step, {
    request: {
      version: '1.1',
      body: { repeat: 'x', times: 8388608 },
      chunked: true,
      trailers: { 'X-Sum': '7' },
      abort: { how: 'fin', after: { sent: 1024 } },
    },
  });
  const [old] = stepsOf('  - { request: { target: /, version: "1.0", body: é, abort: { after: 0, how: rst } } }');
  t.match(old, { request: { version: '1.0', body: 'é', abort: { how: 'rst', after: { received: 0 } } } });
  const [plain] = stepsOf('  - request: GET /');
  t.match(plain, { request: { version: '1.1', body: null, chunked: false, trailers: {}, abort: null } });
  t.end();
});

t.test('requests are scripted from behind their head on, whatever connection they come on', (t) => {
  const state = stateOf(`{ requests: [ healthy, [ answer ], [ { respond: { status: 503 } }, close ], [ reset ],
    [ { read: head }, answer ], [ { read: request }, reset ], [ { read: 1KiB }, reset ],
    reset-before-answer, { fault: reset-mid-body, after: 1KiB } ], rest: healthy }`);
  const script = state?.effect.place === 'script' ? state.effect.script : undefined;
  const body = { do: 'read', what: 'body' };
  const healthy = { steps: [body, { do: 'answer' }], optional: true };
  t.same(script?.rest, REQUEST_BY_REQUEST);
  t.same(script?.requests?.rest, healthy);
  t.same(script?.requests?.list.slice(0, 8), [
    healthy,
    { steps: [body, { do: 'answer' }] },
    { steps: [body, { do: 'respond', response: { status: 503 } }, { do: 'close' }] },
    { steps: [{ do: 'reset' }] },
    { steps: [{ do: 'answer' }] },
    { steps: [body, { do: 'reset' }] },
    { steps: [{ do: 'read', what: 1024 }, { do: 'reset' }] },
    { steps: [body, { do: 'reset' }] },
  ]);
  t.match(script?.requests?.list[8]?.steps, [body, {}, {}, { do: 'await-delivery', bytes: 1024 }, { do: 'reset' }]);
  t.equal(state?.label, '9 scripted requests and a rest');
  const alone = stateOf('{ requests: [ [ answer ] ] }');
  t.equal(alone?.effect.place === 'script' && alone.effect.script.requests?.rest, null);
  t.end();
});

t.test('every step of an upstream has its word', (t) => {
  const state = stateOf(`{ connections: [ [
    { read: request }, { read: head }, { read: body }, { read: 512B },
    { respond: { status: 201, reason: Made, headers: { A: b }, body: c } }, { interim: { status: 103, headers: { Link: x } } },
    { send: "HTTP/1.1 200 OK" }, { send: { hex: "0d 0a" } }, { send: { repeat: ab, times: 3 } }, { send: { text: x } },
    { drip: { text: abc, piece: 1B, every: 100ms } }, { stall: 500ms }, { await-delivery: { bytes: 512B, within: 300ms } },
    answer, half-close, close ] ] }`);
  t.same(state?.effect.place === 'script' && state.effect.script.connections[0]?.steps, [
    { do: 'read', what: 'request' },
    { do: 'read', what: 'head' },
    { do: 'read', what: 'body' },
    { do: 'read', what: 512 },
    { do: 'respond', response: { status: 201, reason: 'Made', headers: { A: 'b' }, body: 'c' } },
    { do: 'interim', status: 103, headers: { Link: 'x' } },
    { do: 'send', bytes: { text: 'HTTP/1.1 200 OK' } },
    { do: 'send', bytes: { hex: '0d0a' } },
    { do: 'send', bytes: { repeat: 'ab', times: 3 } },
    { do: 'send', bytes: { text: 'x' } },
    { do: 'drip', bytes: { text: 'abc' }, piece: 1, every: 100 },
    { do: 'stall', ms: 500 },
    { do: 'await-delivery', bytes: 512, within: 300 },
    { do: 'answer' },
    { do: 'half-close' },
    { do: 'close' },
  ]);
  t.end();
});

t.test('a fault of one connection brings its script, and rest says what later ones do', (t) => {
  const state = stateOf(
    '{ connections: [ reset-before-answer, { fault: reset-mid-body, after: 1KiB } ], rest: healthy }',
  );
  const script = state?.effect.place === 'script' ? state.effect.script : undefined;
  t.equal(script?.connections[0]?.steps.at(-1)?.do, 'reset');
  t.match(script?.connections[1]?.steps, [{}, {}, {}, { do: 'await-delivery', bytes: 1024 }, { do: 'reset' }]);
  t.same(script?.rest, HEALTHY_CONNECTION);
  t.equal(state?.label, '2 scripted connections and a rest');
  t.equal(state?.fault, null, 'it is the author who wrote the script');
  t.end();
});

t.test('a placeholder takes the cell as it is where it stands alone, and its text elsewhere', (t) => {
  const { variants } = scenarioOf(
    `name: x
upstreams: { app: "\${state}" }
matrix:
  - { state: { fault: reset-mid-body, after: 1B }, times: 3, path: 7 }
steps:
  - { request: "GET /\${path}/$\${path}", times: "\${times}" }`.replace('$${path}', '%24'),
  );
  t.match(variants[0]?.upstreams.app, { fault: 'reset-mid-body', label: 'reset-mid-body (after: 1B)' });
  t.match(variants[0]?.steps[0], { times: 3, request: { target: '/7/%24' } });
  t.same(variants[0]?.row, { state: '{"fault":"reset-mid-body","after":"1B"}', times: '3', path: '7' });
  t.end();
});

t.test('a doubled dollar is a dollar', (t) => {
  const [step] = stepsOf('  - { request: POST /, body: "a $${b} c" }');
  t.match(step, { request: { body: 'a ${b} c' } });
  t.end();
});

t.test('expectations for one gateway stand beside those for all', (t) => {
  const [step] = stepsOf(
    '  - { request: GET /, expect: { status: 502, per-gateway: { haproxy: { status: [503, none] } } } }',
  );
  t.match(step, {
    expect: {
      values: { status: 502 },
      perGateway: { haproxy: { values: { status: [503, 'none'] }, places: { status: { line: 4 } } } },
    },
  });
  t.end();
});

t.test('a scenario can be for one gateway alone, and waive rules with a reason', (t) => {
  const rule = catalogue.rules?.[0] ?? '';
  const scenario = scenarioOf(`name: x
gateway: nginx
upstreams: { app: healthy }
allow: { ${rule}: because }
steps: [ request: GET / ]`);
  t.equal(scenario.variants[0]?.gateway, 'nginx');
  t.same(scenario.allow, { [rule]: 'because' });
  t.end();
});

t.test('an anchor is written once and used again', (t) => {
  const [first, second] = stepsOf(
    '  - { request: GET /, expect: &it { status: 200 } }\n  - { request: GET /x, expect: *it }',
  );
  t.match(second, { expect: { values: { status: 200 }, places: { status: { line: 4 } } } });
  t.ok(first);
  t.end();
});

t.test('a key beside the request and in it is one too many', (t) => {
  const { problems } = loadText(
    'name: x\nupstreams: { app: healthy }\nsteps: [ { request: { target: /, body: a }, body: b } ]',
    catalogue,
  );
  t.match(problems, [{ code: 'given-twice', message: /"body" stands here and beside/ }]);
  t.end();
});

t.test('the names of the upstreams say how many replicas there are', (t) => {
  const settingsOf = (upstreams: string) =>
    scenarioOf(`name: x\nupstreams: { ${upstreams} }\nsteps: [ request: GET / ]`).variants[0]?.settings;
  t.match(settingsOf('app: healthy, other: healthy'), { replicas: 1, cache: false });
  t.match(settingsOf('app: healthy, app-2: firewall-drop'), { replicas: 2 });
  t.match(settingsOf('app-3: healthy, app: healthy, app-2: healthy, other: healthy'), { replicas: 3 });
  t.end();
});
