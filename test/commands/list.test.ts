import t from 'tap';
import { gatecrash } from '../support/cli.ts';

const scenario = (name: string, tags: string): string =>
  `name: ${name}\ntags: [${tags}]\nupstreams: { app: healthy }\nsteps: [ request: GET / ]\n`;

const FILES = {
  scenarios: {
    crash: { 'mid-body.yaml': scenario('The app dies', 'crash, slow') },
    'refused.yaml': scenario('Nothing listens', 'crash'),
    'late.yaml': scenario('The answer is late', ''),
  },
};

t.test('scenarios come one a line: id, name, tags', async (t) => {
  t.same(await gatecrash(['list'], { cwd: t.testdir(FILES) }), {
    stdout: `crash/mid-body  The app dies  [crash, slow]
late            The answer is late
refused         Nothing listens  [crash]
`,
    stderr: '',
    code: 0,
  });
});

t.test('filters narrow the list: tags by any, a regular expression on id and name, paths', async (t) => {
  const cwd = t.testdir(FILES);
  const ids = async (...args: string[]): Promise<string[]> => {
    const { stdout } = await gatecrash(['list', '--json', ...args], { cwd });
    const list: { id: string }[] = JSON.parse(stdout);
    return list.map(({ id }) => id);
  };
  t.same(await ids('--tag', 'slow'), ['crash/mid-body']);
  t.same(await ids('--tag', 'slow', '--tag', 'crash'), ['crash/mid-body', 'refused']);
  t.same(await ids('--grep', '^re|LATE'), ['late', 'refused']);
  t.same(await ids('--tag', 'crash', 'scenarios/refused.yaml', 'scenarios/late.yaml'), ['refused']);
});

t.test('as JSON a scenario says where it is and which rows it has', async (t) => {
  const text = `name: x\nsource: https://example.test/1\ngateway: nginx\nupstreams: { app: healthy }
matrix: [ { m: GET }, { m: POST } ]\nsteps: [ { request: "\${m} /" } ]\n`;
  const { stdout } = await gatecrash(['list', '--json'], { cwd: t.testdir({ scenarios: { 'a.yaml': text } }) });
  t.same(JSON.parse(stdout), [
    {
      id: 'a',
      name: 'x',
      why: null,
      source: 'https://example.test/1',
      tags: [],
      file: 'scenarios/a.yaml',
      rows: [{ m: 'GET' }, { m: 'POST' }],
      gateways: ['nginx'],
    },
  ]);
});

t.test('nothing selected has an exit code of its own and a hint', async (t) => {
  const { stdout, stderr, code } = await gatecrash(['list', '--tag', 'none'], { cwd: t.testdir(FILES) });
  t.match({ stdout, code }, { stdout: '', code: 4 });
  t.equal(stderr, 'error: no scenario was selected (nothing-selected)\n  hint: without filters there are 3\n');
});

t.test('the good ones are listed beside a bad one, which is told on stderr', async (t) => {
  const cwd = t.testdir({ scenarios: { ...FILES.scenarios, 'bad.yaml': 'nam: x\n' } });
  const { stdout, stderr, code } = await gatecrash(['list'], { cwd });
  t.equal(stdout.split('\n').length, 4);
  t.match(stderr, /unknown key "nam"/);
  t.equal(code, 2);
});
