import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { packageFolder } from '../../harness/core/package-folder.ts';
import { ask } from '../support/ask.ts';
import { engineOrSkip } from '../support/engine-or-skip.ts';
import { composes } from './engines.ts';
import { ShellSession } from './shell-session.ts';

// The README's walk-through of docker-compose.yml, typed as it stands, with its own ports.

t.setTimeout(240_000);

/** A command of the README, and what the README shows that it prints. */
interface Typed {
  readonly command: string;
  readonly shown: readonly string[];
}

/** The commands of the console blocks in one section of the README. */
function commandsOf(heading: string): Typed[] {
  const readme = readFileSync(join(packageFolder(), 'README.md'), 'utf8');
  const section = readme.split(`### ${heading}\n`)[1]?.split(/\n##+ /)[0] ?? '';
  const typed: { command: string; shown: string[] }[] = [];
  for (const [, block = ''] of section.matchAll(/```console\n(.*?)```/gs)) {
    for (const line of block.split('\n').filter(Boolean)) {
      if (line.startsWith('$ ')) typed.push({ command: line.slice(2), shown: [] });
      else typed.at(-1)?.shown.push(line);
    }
  }
  return typed;
}

/** A person waits a moment until the gateway is there. */
async function untilServed(): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await ask({ host: '127.0.0.1', port: 8080 }, { path: '/other' }).catch(() => null);
    if (answer?.status === 200) return;
    await pause(50);
  }
  throw new Error('nothing answers on port 8080');
}

const skip = (await engineOrSkip('upstream', 'sidecar', 'nginx')) || false;
const built = process.env.GATECRASH_IMAGES === 'built';
const engines = skip ? [] : await composes();
const typed = commandsOf('An incident by hand, with Compose');

t.test('the walk-through is found in the README', async (t) => {
  t.ok(typed.length > 12, `${typed.length} commands`);
  t.ok(typed.flatMap(({ shown }) => shown).length > 4);
});

if (engines.length === 0) t.test('docker compose', { skip: skip || 'no Compose is here' }, async () => {});

for (const { version, command: program } of engines) {
  t.test(`Compose ${version} does all that the README says`, async (t) => {
    const name = `gatecrash-test-walk-${process.pid}`;
    await using shell = new ShellSession(packageFolder(), { ...process.env, COMPOSE_PROJECT_NAME: name });
    t.teardown(async () => {
      await using last = new ShellSession(packageFolder(), { ...process.env, COMPOSE_PROJECT_NAME: name });
      await last.run(`${program.join(' ')} --profile firewall down -t 2`);
    });
    for (const { command, shown } of typed) {
      if (command.startsWith('export ') && !built) continue;
      const said = await shell.run(command.replace('docker compose', program.join(' ')));
      for (const line of shown) t.match(said, line, command);
      if (command.includes(' up -d')) await untilServed();
    }
    t.equal((await shell.run(`docker ps -aq --filter label=com.docker.compose.project=${name}`)).trim(), '');
  });
}
