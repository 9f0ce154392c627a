import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import t from 'tap';
import { request } from 'undici';
import { CLI } from '../support/cli.ts';
import { workFolder } from '../support/work-folder.ts';

const SCENARIO = 'name: it closes\nupstreams: { app: empty-answer }\nsteps: [{ request: GET / }]\n';

/** Reads lines until one matches, and gives that match. */
async function lineMatching(lines: AsyncIterator<string>, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the output ended without ${pattern}`);
    const match = pattern.exec(value);
    if (match) return match;
  }
}

t.test(
  'up holds the topology open, switches the fault by key, shows what the upstream sees, and ends clean',
  async (t) => {
    const cwd = await workFolder(t, { 'scenarios/closes.yaml': SCENARIO });
    const child = spawn(process.execPath, [CLI, 'up', 'scenarios/closes.yaml', '-g', 'reference'], {
      cwd,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    t.teardown(() => child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const [, url = ''] = await lineMatching(lines, /is open at (http:\S+)/);
    const [, healthy = ''] = await lineMatching(lines, /^ {2}(\w) {2}app: healthy/);
    await lineMatching(lines, /^ {2}q/);
    t.equal((await request(`${url}/`)).statusCode, 502, 'the fault is armed');
    await lineMatching(lines, /app: connection \d+ read GET \//);
    child.stdin.write(`${healthy}\n`);
    await lineMatching(lines, /app is now: healthy/);
    const answer = await request(`${url}/`);
    t.equal(answer.statusCode, 200, 'the fault is gone');
    t.equal(answer.headers['x-gatecrash-upstream'], 'app');
    t.equal((await request(`${url}/other`)).headers['x-gatecrash-upstream'], 'other');
    child.stdin.write('q\n');
    t.same(await ended, [0, null]);
  },
);
