import { mkdir } from 'node:fs/promises';
import type { Case } from '../../core/case.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { GatewaySetup, Launch } from '../../core/gateway.ts';
import { messageOf, type Problem, ProblemError } from '../../core/problem.ts';
import type { PlayHooks } from '../../core/runtime.ts';
import { type Lend, play } from '../../play.ts';
import { startUpstream } from '../../upstream/upstream-process.ts';
import { FreePorts, LoopbackRange } from './addresses.ts';
import { type Held, hold } from './hold.ts';
import { type GatewayFacts, Lender } from './lender.ts';
import type { FromWorker, ToWorker, WorkerOptions } from './messages.ts';
import { noteGroup } from './run-folder.ts';
import { bringUpLoopback, RESOLVER, setUpSandbox } from './set-up-sandbox.ts';

// A worker: a process in a sandbox of its own that plays several cases at once and sends back their evidence.

const options = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions;
await mkdir(options.dir, { recursive: true });
await bringUpLoopback(options.sandbox);
const [{ capabilities, daemonPrefix }, shared] = await Promise.all([
  setUpSandbox(options.sandbox, options.dir),
  startUpstream(),
]);
if (capabilities.dns === true) await shared.control.resolver(RESOLVER);

const facts = new Map<string, GatewayFacts>();
const launches = new Map<number, PromiseWithResolvers<Launch>>();
const holds = new Map<number, Held>();
const playing = new Map<number, AbortController>();
const lender = new Lender({
  dir: options.dir,
  addresses: options.range === null ? new FreePorts() : new LoopbackRange(options.range),
  shared,
  daemonPrefix,
  root: process.getuid?.() === 0 && !(options.sandbox.kind === 'namespaces' && options.sandbox.user),
  facts: (gateway) => factsOf(gateway),
  started: (leader) => {
    if (options.sandbox.kind === 'plain') noteGroup(options.dir, leader);
  },
  launch: async (gateway, setup) => await askForLaunch(gateway, setup),
});

process.on('message', (message: ToWorker) => receive(message));
process.on('disconnect', () => {
  // The main process is gone. In a namespace our own end takes everything along; without one, kill what we started.
  lender.kill();
  process.exit(1);
});
send({ type: 'ready', capabilities });

function receive(message: ToWorker): void {
  switch (message.type) {
    case 'play':
      facts.set(message.item.gateway.name, message.facts);
      void answer(message.ticket, async (hooks) => await play(message.item, lendFor(message.item), hooks));
      break;
    case 'hold':
      facts.set(message.item.gateway.name, message.facts);
      void answer(message.ticket, async (hooks) => await holdOpen(message, hooks));
      break;
    case 'set':
      void answer(message.ticket, async () => await holds.get(message.hold)?.set(message.upstream, message.state));
      break;
    case 'abort':
      playing.get(message.ticket)?.abort();
      break;
    case 'launched':
      launches.get(message.ticket)?.resolve(message.launch);
      break;
    case 'launch-failed':
      launches.get(message.ticket)?.reject(new Error(message.message));
      break;
    case 'stop':
      void stop();
  }
}

/** Carries a request out and sends back what came of it. */
async function answer(ticket: number, action: (hooks: PlayHooks) => Promise<Evidence | undefined>): Promise<void> {
  const abort = new AbortController();
  const progress = (doing: string) => send({ type: 'progress', ticket, doing });
  playing.set(ticket, abort);
  try {
    send({ type: 'answered', ticket, evidence: await action({ signal: abort.signal, progress }) });
  } catch (error) {
    send({ type: 'failed', ticket, problems: problemsOf(error) });
  } finally {
    playing.delete(ticket);
  }
}

async function holdOpen(
  { ticket, item, door }: Extract<ToWorker, { type: 'hold' }>,
  hooks: PlayHooks,
): Promise<undefined> {
  const deployment = await lender.lend(item, { alone: true, twin: false });
  deployment.onObservation((event) => send({ type: 'observed', ticket, event }));
  holds.set(ticket, await hold(item, deployment, door, hooks));
}

function lendFor(item: Case): Lend {
  return async (options) => await lender.lend(item, options);
}

function factsOf(gateway: string): GatewayFacts {
  const found = facts.get(gateway);
  if (!found) throw new Error(`nothing is known of gateway ${gateway}`);
  return found;
}

async function askForLaunch(gateway: string, setup: GatewaySetup): Promise<Launch> {
  const ticket = launches.size + 1;
  const answer = Promise.withResolvers<Launch>();
  launches.set(ticket, answer);
  send({ type: 'launch', ticket, gateway, setup });
  return await answer.promise;
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof ProblemError) return error.problems;
  const hint = process.env.GATECRASH_DEBUG === '1' && error instanceof Error ? error.stack : undefined;
  return [{ code: 'harness-error', message: messageOf(error), hint }];
}

function send(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

async function stop(): Promise<void> {
  for (const abort of playing.values()) abort.abort();
  await Promise.all([...holds.values()].map((held) => held[Symbol.asyncDispose]()));
  await lender[Symbol.asyncDispose]();
  await shared.stop();
  process.disconnect();
}
