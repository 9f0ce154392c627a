import t from 'tap';
import { request } from 'undici';
import { gatecrash } from '../support/cli.ts';
import { workFolder } from '../support/work-folder.ts';
import { UpSession } from './up-session.ts';

const SCENARIO = 'name: it closes\nupstreams: { app: empty-answer }\nsteps: [{ request: GET /report }]\n';
const ARGS = ['scenarios/closes.yaml', '-g', 'reference'];

t.test('up switches the fault by key, and tells what client and upstream do', async (t) => {
  const cwd = await workFolder(t, { 'scenarios/closes.yaml': SCENARIO });
  await using up = await UpSession.start(cwd, ARGS);
  const [, healthy = ''] = up.seen.map((line) => /^ {2}(\w) {2}app: healthy/.exec(line)).find(Boolean) ?? [];
  t.equal((await request(`${up.url}/`)).statusCode, 502, 'the fault is armed');
  await up.line(/client +connection 1 asks GET \/$/);
  await up.line(/upstream +app: connection \d+ read GET \//);
  await up.line(/upstream +app: connection \d+ closed by the upstream \(FIN\)/);
  await up.line(/client +connection 1 got 502 .*complete/);
  up.press(healthy);
  await up.line(/you +app is now: healthy/);
  const answer = await request(`${up.url}/`);
  t.equal(answer.statusCode, 200, 'the fault is gone');
  t.equal(answer.headers['x-gatecrash-upstream'], 'app');
  t.equal((await request(`${up.url}/other`)).headers['x-gatecrash-upstream'], 'other');
  await up.line(/got 200 OK/);
  t.notOk(
    up.seen.some((line) => line.includes('\u001b')),
    'no colours: this is no terminal',
  );
  up.press('?');
  await up.line(/^ {2}q {2}end/);
  up.press('q');
  t.same(await up.ended, [0, null]);
  t.same(await up.portsInUse(), []);
});

t.test("requests are sent by the tool's own client: those that are given, and the scenario's own", async (t) => {
  const cwd = await workFolder(t, { 'scenarios/closes.yaml': SCENARIO });
  await using up = await UpSession.start(cwd, [...ARGS, '--send', 'POST /first', '--send', '/second']);
  await up.line(/you +sent POST \/first/);
  await up.line(/< HTTP\/1.1 502 /);
  await up.line(/^ +body .*complete/);
  await up.line(/connection kept after \d/);
  await up.line(/you +sent GET \/second/);
  await up.line(/2 requests were sent/);
  up.press('s');
  await up.line(/you +sent GET \/report/);
  await up.line(/1 request was sent/);
  up.child.stdin.end();
  t.same(await up.ended, [0, null], 'the end of the input ends it');
});

t.test('what cannot be meant is told before anything starts', async (t) => {
  const cwd = await workFolder(t, { 'scenarios/closes.yaml': SCENARIO });
  const refused = async (...args: string[]) => {
    const { stderr, code } = await gatecrash(['up', ...ARGS, ...args], { cwd });
    return `${code} ${stderr}`;
  };
  t.match(await refused('--control', '70000'), /^2 error: --control must be a port, 0 to 65535, not 70000/);
  t.match(await refused('--for', '10'), /^2 error: --for must be a duration such as 30s or 10m/);
  t.match(await refused('--send', 'GET here'), /^2 error: "GET here" is no request[\s\S]*write METHOD \/PATH/);
});
