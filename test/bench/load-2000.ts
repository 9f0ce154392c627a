/**
 * A load of 2,000 requests a second for ten seconds through nginx, played as any case is, and the same load by wrk through the
 * same nginx and upstream:
 *
 *     node test/bench/load-2000.ts [--rate 2000] [--seconds 10] [--answer-after 0]
 *
 * It prints how long answers took, how late the generator was, and both generators' throughput and mean side by side.
 * `--answer-after` lets the upstream take so many milliseconds over each answer. Needs nginx and wrk, and a quiet machine.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Load } from '../../harness/core/load.ts';
import { quantile } from '../../harness/core/samples.ts';
import type { UpstreamState } from '../../harness/core/scenario.ts';
import { play } from '../../harness/play.ts';
import { planned } from './planned.ts';
import { type Figures, wrk } from './wrk.ts';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '10' },
    'answer-after': { type: 'string', default: '0' },
  },
});
const rate = Number(values.rate);
const seconds = Number(values.seconds);
const delay = Number(values['answer-after']);

/** Healthy, and not faster than asked. */
const APP: UpstreamState = {
  fault: null,
  label: 'healthy',
  effect: {
    place: 'script',
    script: {
      connections: [],
      rest: {
        steps: [
          { do: 'read', what: 'request' },
          ...(delay > 0 ? [{ do: 'stall', ms: delay } as const] : []),
          { do: 'answer' },
        ],
        loop: true,
      },
    },
  },
};

const dir = await mkdtemp(join(tmpdir(), 'gatecrash-bench-'));
try {
  await compare();
} finally {
  await rm(dir, { recursive: true, force: true });
}

async function compare(): Promise<void> {
  const scenario = join(dir, 'load.yaml');
  await writeFile(
    scenario,
    `name: A load\nwhy: To measure it.\nupstreams: { app: healthy }\n` +
      `steps:\n  - load: { rate: ${rate}/s, for: ${seconds}s, request: GET / }\n`,
  );
  await using stage = await planned(scenario, join(dir, 'stage'));
  const item = { ...stage.item, variant: { ...stage.item.variant, upstreams: { app: APP } } };
  const hooks = { signal: new AbortController().signal, progress: () => {} };
  const { main, lag } = await play(item, stage.lend, hooks);
  const [load] = main.loads ?? [];
  if (!load) throw new Error('no load was played');
  const own = figuresOf(load);
  const late = load.samples.map((sample) => ({ ...sample, ms: sample.late }));
  const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
  print(`gatecrash`, own);
  process.stdout.write(
    `  sent late: p50 ${quantile(late, 0.5).toFixed(2)} ms, p99 ${quantile(late, 0.99).toFixed(2)} ms; ` +
      `timers late by ${lag.toFixed(0)} ms at most; ${main.observations.length} observations left, ${memory} MiB\n`,
  );
  // A connection that waits for its answer sends nothing: with few of them a pause of the upstream would hold back the very
  // requests that meet it (coordinated omission). So there are enough for a pause of a tenth of a second on top of the mean.
  const connections = Math.min(1000, Math.ceil((rate * (3 * own.mean + 100)) / 1000));
  await using deployment = await stage.lend({ alone: true, twin: false });
  await deployment.set('app', APP);
  const other = await wrk(deployment.listen, { rate, seconds, connections });
  print(`wrk, ${connections} connections`, other);
  const apart = (a: number, b: number) => `${((100 * (a - b)) / b).toFixed(1)} %`;
  process.stdout.write(
    `apart: throughput ${apart(own.requests / own.seconds, other.requests / other.seconds)}, mean ${apart(own.mean, other.mean)}\n`,
  );
}

/** As a client that sends at once sees it: from the sending, since wrk knows of no moment at which a request was due. */
function figuresOf({ samples, startedAt, endedAt }: Load): Figures {
  const sent = samples.map((sample) => ({ ...sample, ms: sample.ms - sample.late }));
  return {
    requests: sent.length,
    seconds: (endedAt - startedAt) / 1000,
    mean: sent.reduce((sum, { ms }) => sum + ms, 0) / sent.length,
    p50: quantile(sent, 0.5),
    p99: quantile(sent, 0.99),
    errors: sent.filter(({ status, sound }) => status !== 200 || !sound).length,
  };
}

function print(who: string, { requests, seconds: took, mean, p50, p99, errors }: Figures): void {
  const times = `mean ${mean.toFixed(2)} ms, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`;
  process.stdout.write(
    `${who}: ${(requests / took).toFixed(0)}/s over ${took.toFixed(2)} s, ${times}, ${errors} errors\n`,
  );
}
