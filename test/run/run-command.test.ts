import t from 'tap';
import { gatecrash } from '../support/cli.ts';
import { workFolder } from '../support/work-folder.ts';

/** The lines of `--reporter json`. */
function eventsOf(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const REFUSED = 'name: refused\nupstreams: { app: connection-refused }\nsteps:\n  - request: GET /\n';
const HEALTHY = 'name: healthy\nupstreams: { app: healthy, other: healthy }\nsteps:\n';

t.test('a passing run exits with 0 and says so', async (t) => {
  const cwd = await workFolder(t, { 'scenarios/refused.yaml': REFUSED });
  const run = await gatecrash(['run', '--gateway', 'reference'], { cwd });
  t.equal(run.code, 0, run.stderr);
  t.match(run.stdout, /pass\s+refused@reference/);
  t.match(run.stdout, /1 passed, 0 failed/);
});

const FALSE_EXPECTATIONS: Readonly<Record<string, string>> = {
  status: 'status: 404',
  'status class': 'status: 5xx',
  body: 'body: truncated-only',
  'body text': 'body: { contains: not there }',
  headers: 'headers: { X-Missing: present }',
  within: 'within: 5s..6s',
  p99: 'p99: < 0ms',
  connection: 'connection: closed',
  'upstream requests': 'upstream.app: { requests: 2 }',
  'upstream connections': 'upstream.app: { connections: 0 }',
  'the other upstream': 'upstream.other: { requests: 1 }',
};

t.test('every expectation that is false of a healthy exchange fails, with its place and both sides', async (t) => {
  const files = Object.entries(FALSE_EXPECTATIONS).map(([name, expectation], index) => [
    `scenarios/false-${index}.yaml`,
    `${HEALTHY.replace('healthy\n', `${name}\n`)}  - request: GET /\n    expect: { ${expectation} }\n`,
  ]);
  const cwd = await workFolder(t, Object.fromEntries(files));
  const run = await gatecrash(['run', '--gateway', 'reference', '-j', '1', '--reporter', 'json'], { cwd });
  t.equal(run.code, 1, run.stderr);
  const ended = eventsOf(run.stdout).filter((event) => event.type === 'case-ended' && event.attempt === 2);
  t.equal(ended.length, files.length, 'each was played again alone');
  for (const event of ended) {
    t.match(event, { result: 'fail', findings: [{ rule: /^expect\./, level: 'author' }] }, String(event.case));
  }
});

t.test('an `until` that is not met fails', async (t) => {
  const scenario = `${HEALTHY}  - until: { request: GET /, status: 418, within: 300ms }\n`;
  const cwd = await workFolder(t, { 'scenarios/until.yaml': scenario });
  const run = await gatecrash(['run', '--gateway', 'reference'], { cwd });
  t.equal(run.code, 1);
  t.match(run.stdout, /418/);
});

t.test('an expectation for one gateway replaces the common one there alone', async (t) => {
  const expectation = 'expect: { status: 404, per-gateway: { reference: { status: 200 } } }';
  const cwd = await workFolder(t, { 'scenarios/one.yaml': `${HEALTHY}  - request: GET /\n    ${expectation}\n` });
  const run = await gatecrash(['run', '-g', 'reference', '-g', 'http-proxy', '--reporter', 'json'], { cwd });
  const results = eventsOf(run.stdout)
    .filter((event) => event.type === 'case-ended')
    .map((event) => `${event.gateway}: ${event.result}`);
  t.same([...new Set(results)].sort(), ['http-proxy: fail', 'reference: pass']);
});

t.test('an upstream connection that nobody scripted makes the case broken, exit code 3', async (t) => {
  const scenario =
    'name: surprise\nupstreams: { app: { connections: [[{ read: request }, answer, close]] } }\nsteps:\n  - request: GET /\n  - request: GET /again\n';
  const cwd = await workFolder(t, { 'scenarios/surprise.yaml': scenario });
  const run = await gatecrash(['run', '-g', 'reference'], { cwd });
  t.equal(run.code, 3);
  t.match(run.stdout, /nobody scripted/);
});

t.test('a scripted step that nobody reached makes the case broken', async (t) => {
  const scenario =
    'name: unreached\nupstreams: { app: { connections: [[{ read: request }, answer, close], [{ read: request }, reset]], rest: healthy } }\nsteps:\n  - request: GET /\n';
  const cwd = await workFolder(t, { 'scenarios/unreached.yaml': scenario });
  const run = await gatecrash(['run', '-g', 'reference'], { cwd });
  t.equal(run.code, 3);
});

t.test('nothing selected exits with 4 and a hint', async (t) => {
  const cwd = await workFolder(t, { 'scenarios/refused.yaml': REFUSED });
  const run = await gatecrash(['run', '-g', 'reference', '--grep', 'no such case'], { cwd });
  t.equal(run.code, 4);
  t.match(run.stderr, /no case was selected/);
});

t.test('an unknown gateway exits with 2 and the nearest name', async (t) => {
  const cwd = await workFolder(t, { 'scenarios/refused.yaml': REFUSED });
  const run = await gatecrash(['run', '--gateway', 'referense'], { cwd });
  t.equal(run.code, 2);
  t.match(run.stderr, /did you mean "reference"/);
});

t.test('a bad scenario exits with 2 before anything starts', async (t) => {
  const cwd = await workFolder(t, { 'scenarios/bad.yaml': REFUSED.replace('connection-refused', 'connection-refusd') });
  const run = await gatecrash(['run', '-g', 'reference'], { cwd });
  t.equal(run.code, 2);
  t.match(run.stderr, /scenarios\/bad\.yaml:2:\d+/);
  t.match(run.stderr, /connection-refused/);
});

function own(command: string): string {
  return `gateways:\n  mine:\n    command: ${command}\n    timeouts: { connect: 1s, read: 1s }\n`;
}

t.test('a gateway whose command is not there exits with 3 and says what to correct', async (t) => {
  const cwd = await workFolder(t, {
    'scenarios/refused.yaml': REFUSED,
    'gatecrash.yaml': own('[no-such-program, "${listen}"]'),
  });
  const run = await gatecrash(['run', '-g', 'mine'], { cwd });
  t.equal(run.code, 3);
  t.match(run.stderr, /no-such-program/);
});

t.test('a gateway that does not start makes the case broken and shows its own words', async (t) => {
  const command = `[/bin/sh, -c, "echo 'config line 3: unknown directive' >&2; exit 1"]`;
  const cwd = await workFolder(t, { 'scenarios/refused.yaml': REFUSED, 'gatecrash.yaml': own(command) });
  const run = await gatecrash(['run', '-g', 'mine'], { cwd });
  t.equal(run.code, 3);
  t.match(run.stdout, /mine did not start: it ended with exit code 1/);
  t.match(run.stdout, /config line 3: unknown directive/);
  t.notMatch(run.stdout, /\n\s+at .*\.ts:/, 'no stack');
});

t.test('a gateway that meets a port in use makes the case broken, with the port in its words', async (t) => {
  const twice = 'for (const _ of [1, 2]) require("net").createServer().listen(9999, "127.0.0.1")';
  const cwd = await workFolder(t, {
    'scenarios/refused.yaml': REFUSED,
    'gatecrash.yaml': own(`[node, -e, '${twice}']`),
  });
  const run = await gatecrash(['run', '-g', 'mine'], { cwd });
  t.equal(run.code, 3);
  t.match(run.stdout, /EADDRINUSE[\s\S]*9999/);
});

t.test('an unknown reporter and an unwritable file exit with 2', async (t) => {
  const cwd = await workFolder(t, { 'scenarios/refused.yaml': REFUSED });
  const unknown = await gatecrash(['run', '-g', 'reference', '--reporter', 'junitt'], { cwd });
  t.equal(unknown.code, 2);
  t.match(unknown.stderr, /did you mean "junit"/);
  const unwritable = await gatecrash(['run', '-g', 'reference', '--reporter', 'json=/proc/no/file.json'], { cwd });
  t.equal(unwritable.code, 2);
  t.match(unwritable.stderr, /\/proc\/no/);
});
