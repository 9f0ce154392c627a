import { hostname } from 'node:os';
import { identityOf, isRunning } from '../../core/process-identity.ts';

/** On everything that a run puts into an engine; its value is the run's id. */
export const RUN_LABEL = 'gatecrash.run';
const STARTED_BY = 'gatecrash.started-by';

/**
 * The labels of every container, network and volume of a run: whose it is, who started it (`HOST:PID:START`, START being
 * the process's start in clock ticks since boot) and when (ISO 8601). A sweep removes what carries them and whose starter
 * is dead.
 */
export function labels(run: string): Record<string, string> {
  const { pid, startTime } = identityOf();
  return {
    [RUN_LABEL]: run,
    [STARTED_BY]: `${hostname()}:${pid}:${startTime ?? ''}`,
    'gatecrash.started-at': new Date().toISOString(),
  };
}

/** Whether a process of this machine made it that is dead. Of another machine's processes nothing is known from here. */
export function isLeftBehind(given: Readonly<Record<string, string>> | undefined): boolean {
  const [host, pid, start] = (given?.[STARTED_BY] ?? '').split(':');
  if (host !== hostname() || !pid) return false;
  return !isRunning({ pid: Number(pid), startTime: start || null });
}
