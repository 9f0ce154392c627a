/**
 * How long each gateway that is on this machine takes from its start until it serves: until a request through it is answered
 * with 200 by the upstream, which listens before. One listener, default settings, one start after another.
 *
 *     node test/bench/start-up.ts [--times 5] [GATEWAY…]
 *
 * It prints the median, the least and the most of the starts, in milliseconds, and for those that are missing why. It looks
 * every 10 ms, and wants a quiet machine.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { ask } from '../support/ask.ts';
import { loopbackSlot } from '../support/loopback-slot.ts';
import { startPlainUpstream } from '../support/plain-upstream.ts';
import { startGateway } from '../support/start-gateway.ts';

/** How long after its first accept a gateway may take to answer with 200, in milliseconds. */
const PATIENCE = 10_000;

const { values, positionals } = parseArgs({
  options: { times: { type: 'string', default: '5' } },
  allowPositionals: true,
});
const times = Number(values.times);
if (!Number.isInteger(times) || times < 1) throw new Error(`--times ${values.times}: give a whole number from 1 on`);

const gateways = await loadFolder<Gateway>('gateways');
const unknown = positionals.filter((name) => !gateways.some((gateway) => gateway.name === name));
if (unknown.length > 0) throw new Error(`there is no gateway ${unknown.join(', ')}`);

for (const gateway of gateways) {
  if (positionals.length > 0 && !positionals.includes(gateway.name)) continue;
  console.log(await row(gateway));
}

async function row(gateway: Gateway): Promise<string> {
  const name = gateway.name.padEnd(22);
  const found = await gateway.find();
  if (!found.found) return `${name} ${found.reason}`;
  const taken: number[] = [];
  for (let start = 0; start < times; start += 1) taken.push(await timeOf(gateway, found.program, start));
  taken.sort((a, b) => a - b);
  const [median, least, most] = [taken[Math.ceil(times / 2) - 1], taken[0], taken.at(-1)].map(whole);
  return `${name} ${found.version.padEnd(8)} ${median?.padStart(5)} ms  (${least} to ${most})`;
}

function whole(ms: number | undefined): string {
  return ms === undefined ? '' : `${Math.round(ms)}`;
}

/** A slot for each start: a port that was just closed may not be free again. */
async function timeOf(gateway: Gateway, program: string, index: number): Promise<number> {
  const slot = loopbackSlot(index);
  await using _upstream = await startPlainUpstream(slot.upstreams.app);
  const from = performance.now();
  await using _gateway = await startGateway(gateway, {
    program,
    slots: [slot],
    settings: DEFAULT_SETTINGS,
    timeouts: { connect: 1000, read: 1000 },
    resolver: null,
  });
  while (!(await serves(slot.listen))) {
    if (performance.now() - from > PATIENCE) throw new Error(`${gateway.name} accepts and does not serve`);
    await pause(10);
  }
  return performance.now() - from;
}

async function serves(listen: Parameters<typeof ask>[0]): Promise<boolean> {
  return await ask(listen, { path: '/' }).then(
    ({ status }) => status === 200,
    () => false,
  );
}
