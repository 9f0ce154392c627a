import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { gatecrash } from '../support/cli.ts';
import { matchesGolden } from '../support/golden.ts';

const HEAD = 'name: x\nupstreams: { app: healthy }\n';
const GOOD = `${HEAD}steps:\n  - request: GET /\n`;
const BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key, index) => {
    const alias = `*${'abcdefg'[index]}`;
    return `${key}: &${key} [${Array.from({ length: 9 }, () => alias).join(', ')}]`;
  }),
].join('\n');

t.test('good scenarios are counted, and the exit code is 0', async (t) => {
  const cwd = t.testdir({ scenarios: { 'a.yaml': GOOD, b: { 'c.yaml': `${GOOD}  - request: GET /again\n` } } });
  t.same(await gatecrash(['check'], { cwd }), { stdout: '2 scenarios, no problems\n', stderr: '', code: 0 });
  t.same(await gatecrash(['check', 'scenarios/a.yaml'], { cwd }), {
    stdout: '1 scenario, no problems\n',
    stderr: '',
    code: 0,
  });
});

t.test('without scenarios of your own those of the package are checked', async (t) => {
  const { stdout, stderr, code } = await gatecrash(['check', '--strict'], { cwd: t.testdir({ '.git': {} }) });
  t.match({ stderr, code }, { stderr: '', code: 0 });
  t.match(stdout, /^\d\d+ scenarios, no problems\n$/);
});

t.test('all problems of all files are told at once, with frames and hints', async (t) => {
  const cwd = t.testdir({
    'gatecrash.yaml': 'gateways: { mine: { comand: ./proxy, timeouts: { connect: 1s, read: 1s } } }\n',
    scenarios: {
      'a.yaml': `${GOOD}    expct: { status: 200 }\n`,
      'b.yaml': 'name: x\nupstreams: { app: reset-mid-bdy }\nsteps: []\n',
    },
  });
  const { stdout, stderr, code } = await gatecrash(['check'], { cwd });
  t.match({ stdout, code }, { stdout: '', code: 2 });
  matchesGolden(t, 'commands/check.txt', stderr);
});

t.test('what is only suspicious is a warning: it fails where --strict is given', async (t) => {
  const sleeps = `name: The app dies in mid-body
tags: [crash]
upstreams:
  app: { connections: [ [ { read: request }, { send: "HTTP/1.1 200 OK\\r\\n" }, { stall: 50ms }, reset ] ] }
  other: { fault: firewall-drop }
steps:
  - request: GET /report
    expect: { status: [2xx, 3xx, 4xx, 5xx, none], body: truncated-only, connection: kept }
`;
  const cwd = t.testdir({ scenarios: { 'a.yaml': sleeps, 'b.yaml': GOOD, 'c.yaml': GOOD } });
  const { stdout, stderr, code } = await gatecrash(['check'], { cwd });
  t.match({ stdout, code }, { stdout: '3 scenarios, no problems, 5 warnings\n', code: 0 });
  matchesGolden(t, 'problems/lints.txt', stderr);
  const strict = await gatecrash(['check', '--strict'], { cwd });
  t.match(strict, { stdout, stderr, code: 2 });
});

t.test('problems and warnings are told of together', async (t) => {
  const cwd = t.testdir({
    'a.yaml': HEAD,
    'b.yaml': 'name: x\nupstreams: { app: connection-refused, other: healthy }\nsteps: [ request: GET /other ]\n',
  });
  const { stdout, stderr, code } = await gatecrash(['check', '.'], { cwd });
  t.match({ stdout, code }, { stdout: '', code: 2 });
  t.match(
    stderr,
    /missing-key[\s\S]*\n\nwarning: [^\n]*\(unused-fault\)[\s\S]*\n2 problems in 1 file, 1 warning in 1 file\n$/,
  );
});

t.test('colours come and go with the terminal, --no-color, NO_COLOR and FORCE_COLOR', async (t) => {
  const cwd = t.testdir({ 'a.yaml': HEAD });
  const isColored = async (args: string[], env: Record<string, string>): Promise<boolean> =>
    (await gatecrash(['check', 'a.yaml', ...args], { cwd, env })).stderr.includes('\u001b[');
  t.equal(await isColored([], {}), false, 'no terminal, no colours');
  t.equal(await isColored([], { FORCE_COLOR: '1' }), true);
  t.equal(await isColored(['--no-color'], { FORCE_COLOR: '1' }), false);
});

t.test('bad input gets a sentence: never a stack trace, never a hang', async (t) => {
  const cwd = t.testdir({
    'empty.yaml': '',
    'tab.yaml': `${HEAD}steps:\n\t- request: GET /\n`,
    'duplicate.yaml': `name: y\n${GOOD}`,
    'bomb.yaml': BOMB,
    'fault.yaml': 'name: x\nupstreams: { app: reset-mid-boddy }\nsteps: [ request: GET / ]\n',
    'unit.yaml': `${HEAD}steps:\n  - until: { request: GET /, status: 200, within: 5 seconds }\n`,
    'negative.yaml': `${HEAD}steps:\n  - until: { request: GET /, status: 200, within: -5s }\n`,
    'no-steps.yaml': HEAD,
    twins: { 'a.yaml': GOOD, 'a.yml': GOOD },
    'not-utf8.yaml': Buffer.from([0xff, 0xfe, 0x00, 0x61]),
    'nested.yaml': '['.repeat(100_000),
  });
  writeFileSync(join(cwd, 'huge.yaml'), `${GOOD}# ${'x'.repeat(10_000_000)}\n`);
  const inputs: Readonly<Record<string, RegExp>> = {
    'gone.yaml': /there is no file or folder gone\.yaml/,
    'empty.yaml': /empty\.yaml is empty/,
    'not-utf8.yaml': /is not UTF-8 text/,
    'huge.yaml': /has 100\d+ bytes; at most 1 MiB is read/,
    'bomb.yaml': /aliases multiply the document/,
    'duplicate.yaml': /this key stands twice/,
    'tab.yaml': /indented by a tab/,
    'fault.yaml': /unknown fault "reset-mid-boddy"[\s\S]*did you mean "reset-mid-body"/,
    'unit.yaml': /unknown unit "seconds"/,
    'negative.yaml': /a duration cannot be negative: -5s/,
    'no-steps.yaml': /a scenario needs at least one step/,
    twins: /both have the id "a"/,
    'nested.yaml': /nested more than 50 levels deep/,
  };
  for (const [input, sentence] of Object.entries(inputs)) {
    const { stdout, stderr, code } = await gatecrash(['check', input], { cwd });
    t.match({ stdout, code }, { stdout: '', code: 2 }, input);
    t.match(stderr, sentence, `${input} is told`);
    t.notMatch(stderr, /\n\s+at .*:\d+:\d+\)/, `${input} gets no stack trace`);
  }
});
