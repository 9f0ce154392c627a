import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import nginx from '../../harness/gateways/nginx.ts';
import { loopbackSlot } from '../support/loopback-slot.ts';
import { processesOf } from '../support/processes.ts';
import { startGateway } from '../support/start-gateway.ts';
import { testGateway } from './behaviour.ts';
import { exampleSetup } from './setups.ts';

await testGateway(nginx);

const found = await nginx.find();

t.test(
  'the process that nginx ends by itself is the one that its launch names',
  {
    skip: found.found ? false : found.reason,
  },
  async (t) => {
    if (!found.found) return;
    await using gateway = await startGateway(nginx, {
      program: found.program,
      slots: [loopbackSlot(0)],
      settings: { ...DEFAULT_SETTINGS, cache: true },
      timeouts: { connect: 1000, read: 1000 },
      resolver: null,
    });
    const { passing = '' } = nginx.launch(exampleSetup({ cache: true }));
    const named = () => processesOf(gateway.pid).filter((pid) => commandLine(pid).includes(passing));
    // Just forked it has the command line of its master still; a moment later it has its own, or never will.
    for (const limit = performance.now() + 5000; named().length === 0 && performance.now() < limit; ) await pause(10);
    t.equal(named().length, 1);
  },
);

/** Empty where the process has ended. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
