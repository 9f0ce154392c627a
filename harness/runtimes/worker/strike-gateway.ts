import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../core/clock.ts';
import type { GatewayAction, StrikeOutcome } from '../../core/gateway-strike.ts';
import { blockFolders } from './block-folders.ts';
import { exhaustDescriptors } from './exhaust-descriptors.ts';
import type { GatewayInstance } from './gateway-instance.ts';

/** How long a gateway may take to say what came of a reload, or to put a new worker in a dead one's place, in ms. */
const LIMIT = 10_000;
/** Between two looks at /proc and at logs, which send no event, in milliseconds. */
const PAUSE = 5;

/** Does something to a gateway's processes, and resolves when it is known what came of it. */
export async function strikeGateway(gateway: GatewayInstance, action: GatewayAction): Promise<StrikeOutcome> {
  switch (action) {
    case 'kill':
      await gateway.kill();
      return 'done';
    case 'restart':
      await gateway.restart();
      return 'done';
    case 'exhaust-descriptors':
      gateway.squeezes.push(await exhaustDescriptors(gateway.pids()));
      return 'done';
    case 'block-temporary':
      gateway.squeezes.push(await blockFolders(gateway.temporary));
      return 'done';
    case 'relieve':
      for (const relieve of gateway.squeezes.splice(0).reverse()) await relieve();
      return 'done';
    case 'kill-worker':
      return await killWorker(gateway);
    case 'reload':
      return await reload(gateway, false);
    case 'reload-broken':
      return await reload(gateway, true);
  }
}

async function killWorker(gateway: GatewayInstance): Promise<StrikeOutcome> {
  const before = gateway.workers();
  const [victim] = before;
  if (victim === undefined) return gateway.alive ? 'silent' : 'gone';
  process.kill(victim, 'SIGKILL');
  return await come(gateway, async () => {
    const workers = gateway.workers();
    const replaced = !workers.includes(victim) && workers.some((pid) => !before.includes(pid));
    return replaced ? 'done' : null;
  });
}

async function reload(gateway: GatewayInstance, broken: boolean): Promise<StrikeOutcome> {
  const { reload: how } = gateway;
  if (!how) return 'silent';
  const mark = await gateway.mark();
  const said = async (pattern: string) => {
    const expression = new RegExp(pattern);
    return (await gateway.logSince(mark)).some((line) => expression.test(line));
  };
  await using _config = broken ? await gateway.breakConfiguration(how.config) : null;
  if (!(await gateway.tellToReload(how.by))) return gateway.alive ? 'refused' : 'gone';
  return await come(gateway, async () => {
    if (await said(how.refused)) return 'refused';
    return (await said(how.done)) ? 'done' : null;
  });
}

/** Looks again and again until something came of it. */
async function come(gateway: GatewayInstance, look: () => Promise<StrikeOutcome | null>): Promise<StrikeOutcome> {
  const limit = now() + LIMIT;
  for (;;) {
    if (!gateway.alive) return 'gone';
    const outcome = await look();
    if (outcome !== null) return outcome;
    if (now() > limit) return 'silent';
    await pause(PAUSE);
  }
}
