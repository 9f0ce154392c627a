import t from 'tap';
import { gatecrash } from '../support/cli.ts';
import { matchesGolden } from '../support/golden.ts';
import { workFolder } from '../support/work-folder.ts';

const SCENARIOS = {
  'scenarios/refused.yaml':
    'name: Nobody listens\nupstreams: { app: connection-refused }\nsteps:\n  - request: GET /\n',
  'scenarios/healthy.yaml': 'name: All is well\nupstreams: { app: healthy }\nsteps:\n  - request: GET /\n',
  'scenarios/cut.yaml':
    'name: The body is cut\nupstreams: { app: { fault: reset-mid-body, after: 512B, length: 4KiB } }\nsteps:\n  - request: GET /\n',
};

t.test('a gateway and itself behave alike', async (t) => {
  const cwd = await workFolder(t, SCENARIOS);
  const { stdout, code, stderr } = await gatecrash(['diff', 'reference', 'reference'], { cwd });
  t.equal(code, 0, stderr);
  t.match(stdout, /^reference [\d.]+ and reference [\d.]+ behave alike in all of 3 cases$/m);
});

t.test('two gateways are told apart by what operators see, and what is worse is exit code 1', async (t) => {
  const cwd = await workFolder(t, SCENARIOS);
  const run = async (...args: string[]) => {
    const { stdout, code } = await gatecrash(['diff', ...args], { cwd });
    return { code, text: stdout.replaceAll(/(reference|http-proxy) \d+\.\d+\.\d+/g, '$1 VERSION') };
  };
  const { text, code } = await run('reference', 'http-proxy');
  t.equal(code, 1);
  matchesGolden(t, 'diff/reference-http-proxy.txt', text);
  const markdown = await run('reference', 'http-proxy', '--format', 'markdown');
  matchesGolden(t, 'diff/reference-http-proxy.md', markdown.text);
  const back = await run('http-proxy', 'reference', '--format', 'json');
  t.equal(back.code, 0, 'the other way round nothing is worse');
  const lines = back.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  t.match(lines.at(-1), {
    type: 'diff-ended',
    before: { name: 'http-proxy' },
    after: { name: 'reference' },
    compared: 3,
    worse: 0,
  });
});

t.test('a gateway that is not there is said so', async (t) => {
  const { code, stderr } = await gatecrash(['diff', 'reference', 'ngimx'], { cwd: await workFolder(t, SCENARIOS) });
  t.equal(code, 2);
  t.match(stderr, /there is no gateway "ngimx"/);
});
