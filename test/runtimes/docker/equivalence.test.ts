import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import t, { type Test } from 'tap';
import type { Gateway } from '../../../harness/core/gateway.ts';
import { loadFolder } from '../../../harness/core/registry.ts';
import { CLI } from '../../support/cli.ts';
import { engineOrSkip } from '../../support/engine-or-skip.ts';
import { workFolder } from '../../support/work-folder.ts';
import { behaviour, type CaseEnded, SCENARIOS } from './behaviour.ts';

// The same scenarios on the same versions, as programs of this machine and in containers: what happens is the same.

t.setTimeout(1_200_000);

/** All of the suite is compared on them. */
const FIRST = ['nginx', 'haproxy', 'caddy', 'apache', 'reference'];
/** On the others, those that come later too, the subjects in which next to nothing is a matter of the moment. */
const OTHERS = (await loadFolder<Gateway>('gateways')).map(({ name }) => name).filter((name) => !FIRST.includes(name));
const STEADY = ['answer', 'status-line', 'head', 'framing', 'information'];

/** All folders of scenarios but the loads, in which what one request meets is a matter of its moment. */
const SUBJECTS = readdirSync(SCENARIOS).filter((subject) => subject !== 'load');

/** How often a case is played again in both runtimes where one play of each differs. */
const AGAIN = 6;
/** Octets of a run's output that are shown when it failed: its list of what did not pass. */
const LAST_WORDS = 4000;
/** More cells than this differ only where something is wrong with a runtime. */
const MOST_AGAIN = 60;

/** What is compared of whom: files or folders of scenarios/. */
interface Part {
  readonly gateways: readonly string[];
  readonly scenarios: readonly string[];
}

/** What was played: whether every case passed, what was said at the end, and each case with the last attempt at all its plays. */
interface Played {
  readonly exitCode: number | undefined;
  readonly said: string;
  readonly cases: ReadonlyMap<string, readonly CaseEnded[]>;
}

/** Plays a part of the suite so many times in a runtime. */
async function play(
  runtime: 'local' | 'docker',
  { gateways, scenarios }: Part,
  cwd: string,
  times = 1,
): Promise<Played> {
  const file = join(cwd, `${runtime}-${times}.json`);
  const on = gateways.flatMap((name) => ['--gateway', name]);
  const what = ['run', ...scenarios.map((path) => join(SCENARIOS, path)), '--runtime', runtime, ...on];
  const args = [...what, '--repeat-each', String(times), '--reporter', `json=${file}`];
  const { exitCode, all } = await execa(process.execPath, [CLI, ...args], {
    cwd,
    reject: false,
    all: true,
    env: { GATECRASH_REQUIRE: '' },
  });
  const events = readFileSync(file, 'utf8').trim().split('\n');
  const ended = events.map((line) => JSON.parse(line) as CaseEnded).filter(({ type }) => type === 'case-ended');
  const last = new Map(ended.map((event) => [`${event.case} ${event.repeat}`, event]));
  return { exitCode, said: all.slice(-LAST_WORDS), cases: Map.groupBy(last.values(), ({ case: id }) => id) };
}

/** Plays a part once; every case has to pass or to deviate as is recorded. */
async function playClean(t: Test, runtime: 'local' | 'docker', part: Part, cwd: string): Promise<Played['cases']> {
  const { exitCode, said, cases } = await play(runtime, part, cwd);
  t.equal(exitCode, 0, `${runtime}: every case passes or deviates`, { said });
  return cases;
}

/** All that a case did in its plays. */
function behaviours(plays: readonly CaseEnded[] = []): Set<string> {
  return new Set(plays.map(behaviour));
}

/** Whether neither runtime does what the other never does: a gateway's race may end one way here and another there. */
function agree(here: ReadonlySet<string>, there: ReadonlySet<string>): boolean {
  return [...here].some((one) => there.has(one));
}

const isSkipped = ([play]: readonly CaseEnded[]) => play?.result === 'skip';

/**
 * Plays a part in both runtimes, and compares every case that neither skips. What differs is played again in both, since a
 * gateway's own race ends one way or the other on one machine as well; what they never do alike differs.
 */
async function compare(t: Test, part: Part) {
  const cwd = await workFolder(t, {});
  const local = await playClean(t, 'local', part, cwd);
  const docker = await playClean(t, 'docker', part, cwd);
  t.same([...docker.keys()].sort(), [...local.keys()].sort());
  const played = [...local].filter(([id, plays]) => !isSkipped(plays) && !isSkipped(docker.get(id) ?? []));
  const compared = played.filter(([id, [here]]) => {
    const there = docker.get(id)?.[0];
    t.equal(there?.runtime, 'docker');
    if (here?.version === there?.version) return true;
    t.comment(`${id}: ${here?.version} here, ${there?.version} in the image`);
    return false;
  });
  const alike = compared.filter(([id, plays]) => agree(behaviours(plays), behaviours(docker.get(id))));
  for (const [id] of alike) t.pass(id);
  const differing = compared.filter((one) => !alike.includes(one)).map(([id]) => id);
  await compareAgain(t, differing, { local, docker }, cwd);
  return { local, docker, compared: compared.length };
}

/** Plays what differed again, and compares all that either runtime did. */
async function compareAgain(
  t: Test,
  differing: readonly string[],
  { local, docker }: Record<'local' | 'docker', Played['cases']>,
  cwd: string,
): Promise<void> {
  if (differing.length === 0) return;
  if (differing.length > MOST_AGAIN) t.fail(`${differing.length} cells differ`, { differing });
  const cases = differing.flatMap((id) => local.get(id)?.slice(0, 1) ?? []);
  const part = {
    gateways: [...new Set(cases.map(({ gateway }) => gateway))],
    scenarios: [...new Set(cases.map(({ scenario }) => `${scenario}.yaml`))],
  };
  // A race that no record knows may come up in so many plays: it is told by the runs that every case is played in once.
  const { cases: here } = await play('local', part, cwd, AGAIN);
  const { cases: there } = await play('docker', part, cwd, AGAIN);
  for (const id of differing) {
    const inLocal = behaviours([...(local.get(id) ?? []), ...(here.get(id) ?? [])]);
    const inDocker = behaviours([...(docker.get(id) ?? []), ...(there.get(id) ?? [])]);
    t.ok(agree(inLocal, inDocker), `${id}, a race`, { local: [...inLocal], docker: [...inDocker] });
  }
}

const skip = await engineOrSkip('upstream', 'sidecar', ...FIRST);

t.test('every verdict and every answer is the same in both runtimes', { skip }, async (t) => {
  const { local, docker, compared } = await compare(t, { gateways: FIRST, scenarios: SUBJECTS });
  t.ok(compared > 1200, `${compared} cells are compared`);
  const skipped = (all: Played['cases']) => [...all.values()].filter(isSkipped).flat();
  // What a gateway lacks, it lacks in both.
  const lacking = new Set(skipped(docker).map((one) => one.case));
  const here = skipped(local).filter((one) => !lacking.has(one.case));
  t.same([...new Set(here.map(({ scenario }) => scenario))], ['process/out-of-memory'], 'what only containers can do');
  const elsewhere = skipped(docker).filter((one) => !isSkipped(local.get(one.case) ?? []));
  t.same(
    [...new Set(elsewhere.map(({ scenario }) => scenario))].sort(),
    [
      'connection/unix-socket-missing',
      'incidents/caddy-fastcgi-backlog',
      'incidents/php-fpm-backlog',
      'incidents/puma-backlog',
      'overload/unix-accept-queue-full',
    ],
    'what only this machine can do: no folder is shared with the images',
  );
});

const skipOthers = await engineOrSkip('upstream', 'sidecar', ...OTHERS);

t.test('so it is on all other gateways, wherever the moment has no say', { skip: skipOthers }, async (t) => {
  const { compared } = await compare(t, { gateways: OTHERS, scenarios: STEADY });
  t.ok(compared > 600, `${compared} cells are compared`);
});
