import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import t, { type Test } from 'tap';
import { packageFolder } from '../../../harness/core/package-folder.ts';
import { loadDeviations } from '../../../harness/deviations.ts';
import { matchesGlob } from '../../../harness/judge/known-deviation.ts';
import { CLI } from '../../support/cli.ts';
import { engineOrSkip } from '../../support/engine-or-skip.ts';
import { workFolder } from '../../support/work-folder.ts';

// The same scenarios on the same versions, as programs of this machine and in containers: what happens is the same.

t.setTimeout(900_000);

/** All of the suite is compared on them. */
const FIRST = ['nginx', 'haproxy', 'caddy', 'apache', 'reference'];
/** On the others the subjects in which next to nothing is a matter of the moment. */
const OTHERS = [
  ...['envoy', 'traefik', 'varnish', 'lighttpd', 'squid', 'trafficserver', 'h2o', 'nghttpx', 'pound'],
  ...['http-proxy', 'http-proxy-middleware', 'fastify-http-proxy'],
];
const STEADY = ['answer', 'status-line', 'head', 'framing', 'information'];

interface CaseEnded {
  readonly type: string;
  readonly case: string;
  readonly scenario: string;
  readonly version: string;
  readonly runtime: string;
  readonly result: string;
  readonly findings: readonly { readonly rule: string }[];
  readonly exchanges: readonly {
    readonly phase: string;
    readonly target: string;
    readonly status: number | null;
    readonly complete: boolean;
  }[];
}

/** The folders of all scenarios but the loads, in which what one request meets is a matter of its moment. */
const SCENARIOS = join(packageFolder(), 'scenarios');
const SUBJECTS = readdirSync(SCENARIOS).filter((subject) => subject !== 'load');

/** What is compared of whom. */
interface Part {
  readonly gateways: readonly string[];
  /** Folders of scenarios/. */
  readonly subjects: readonly string[];
}

/** Plays a part of the suite in a runtime; gives the last attempt at each case. */
async function play(
  runtime: 'local' | 'docker',
  { gateways, subjects }: Part,
  cwd: string,
): Promise<Map<string, CaseEnded>> {
  const file = join(cwd, `${runtime}.json`);
  const on = gateways.flatMap((name) => ['--gateway', name]);
  const args = ['run', ...subjects.map((subject) => join(SCENARIOS, subject)), '--runtime', runtime, ...on];
  const { exitCode, all } = await execa(process.execPath, [CLI, ...args, '--reporter', `json=${file}`], {
    cwd,
    reject: false,
    all: true,
    env: { GATECRASH_REQUIRE: '' },
  });
  t.equal(exitCode, 0, `${runtime}: ${exitCode === 0 ? 'every case passes' : all}`);
  const events = readFileSync(file, 'utf8').trim().split('\n');
  const cases = events.map((line) => JSON.parse(line) as CaseEnded).filter(({ type }) => type === 'case-ended');
  return new Map(cases.map((event) => [event.case, event]));
}

/** What a user would call the behaviour. Steps that run side by side end in any order. */
function behaviour({ result, findings, exchanges }: CaseEnded) {
  const answers = exchanges.map(({ phase, target, status, complete }) => `${phase} ${target} ${status} ${complete}`);
  return { result, rules: findings.map(({ rule }) => rule).sort(), answers: answers.sort() };
}

const races = (await loadDeviations()).filter(({ sometimes, scenario }) => sometimes && scenario !== '*');

/**
 * What is not compared answer by answer yet: how often an `until` asks, whether an error or a cut is seen first, and which of two
 * timers is through first are matters of the moment in these. They pass or deviate in both runtimes all the same.
 */
const OF_THE_MOMENT = [
  ...['dns/*', 'http2/*', 'tls/*', 'network/*', 'behaviour/*', 'body/large'],
  ...['interim/expect-unheeded', 'interim/not-followed', 'overload/connection-limit'],
  ...['process/cpu-hog', 'process/event-loop-blocked', 'process/drained', 'process/terminated', 'process/aborted'],
  ...['recovery/listen*', 'recovery/slow-start', 'retries/fails-first', 'retries/replica-of-three-dead'],
  ...['reuse/surplus-of-every-answer', 'reuse/unsolicited-response', 'reuse/untrue-hints', 'reuse/*-while-idle'],
  ...['reuse/close-races-reuse', 'reuse/connection-forgotten', 'connection/speaks-first', 'connection/never-reads'],
  ...['overload/pool-*', 'incidents/dify-search-domain'],
  ...['answer/late', 'head/headers-*', 'body/upload-refused', 'body/bodiless-with-body', 'body/content-encoding'],
];

/** Varnish fetches in one thread and delivers in another: whether the head is out before the body breaks is the moment's. */
const STREAMED = 'framing/*';

/** Whether the gateway itself does not do the same each time, or not to the last request. */
function isRace({ case: id, scenario }: CaseEnded): boolean {
  const chancy = id.endsWith('@varnish') ? [...OF_THE_MOMENT, STREAMED] : OF_THE_MOMENT;
  if (chancy.some((pattern) => matchesGlob(scenario, pattern))) return true;
  return races.some((known) => id.endsWith(`@${known.gateway}`) && matchesGlob(scenario, known.scenario));
}

/** Plays a part in both runtimes, and compares what can be; gives what neither skipped. */
async function compare(t: Test, part: Part) {
  const cwd = await workFolder(t, {});
  const local = await play('local', part, cwd);
  const docker = await play('docker', part, cwd);
  t.same([...docker.keys()].sort(), [...local.keys()].sort());
  const played = [...local.values()].filter(
    ({ case: id, result }) => result !== 'skip' && docker.get(id)?.result !== 'skip',
  );
  const compared = played.filter((one) => !isRace(one));
  for (const here of compared) {
    const there = docker.get(here.case);
    if (!there) continue;
    t.equal(there.runtime, 'docker');
    if (here.version !== there.version) t.comment(`${here.case}: ${here.version} here, ${there.version} in the image`);
    else t.same(behaviour(there), behaviour(here), here.case);
  }
  return { local, docker, compared: compared.length };
}

const skip = await engineOrSkip('upstream', 'sidecar', ...FIRST);

t.test('every verdict and every answer is the same in both runtimes', { skip }, async (t) => {
  const { local, docker, compared } = await compare(t, { gateways: FIRST, subjects: SUBJECTS });
  t.ok(compared > 450, `${compared} cells are compared`);
  const skipped = (all: Map<string, CaseEnded>) => [...all.values()].filter(({ result }) => result === 'skip');
  // What a gateway lacks, it lacks in both.
  const lacking = new Set(skipped(docker).map((one) => one.case));
  const here = skipped(local).filter((one) => !lacking.has(one.case));
  t.same([...new Set(here.map(({ scenario }) => scenario))], ['process/out-of-memory'], 'what only containers can do');
  const elsewhere = skipped(docker).filter((one) => local.get(one.case)?.result !== 'skip');
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
  const { compared } = await compare(t, { gateways: OTHERS, subjects: STEADY });
  t.ok(compared > 600, `${compared} cells are compared`);
});
