import type { Gateway } from '../core/gateway.ts';
import { type Problem, ProblemError } from '../core/problem.ts';
import { MAX_WAIT, timesOf } from '../core/times-of.ts';
import { type LocalRuntime, openLocal } from '../runtimes/local.ts';
import type { FoundGateway } from './select-gateways.ts';

/** Timeouts that a gateway is given unless it declares its own, in milliseconds. Defaults of gateways differ widely. */
export const TIMEOUTS = { connect: 1000, read: 1000 };

/** Workers where one case at a time has a worker's network to itself: most of what a case does is to wait. */
const WORKERS_OF_FIXED = 8;

/**
 * Opens the local runtime for the gateways that were found.
 *
 * @throws {ProblemError} environment: a sandbox is required and cannot be had
 */
export async function openRuntime(
  found: readonly FoundGateway[],
  options: { requireSandbox: boolean; workers?: number | undefined; maxWait?: number | undefined },
): Promise<LocalRuntime> {
  const facts = new Map(
    found.map(({ gateway, program, version }) => [
      gateway.name,
      {
        program,
        version,
        slots: gateway.slots,
        ...timesOf(gateway, TIMEOUTS, options.maxWait ?? MAX_WAIT),
        fixed: gateway.fixed,
      },
    ]),
  );
  const gateways = found.map(({ gateway }) => gateway);
  const runtime = await openLocal({ gateways, facts, workers: options.workers ?? workersFor(gateways) });
  const { sandbox } = runtime;
  if (!options.requireSandbox || sandbox.kind === 'namespaces') return runtime;
  await runtime[Symbol.asyncDispose]();
  const problem: Problem = {
    code: 'no-sandbox',
    message: `no sandbox: ${sandbox.reason}`,
    hint: 'gatecrash doctor tells more',
  };
  throw new ProblemError('environment', [problem]);
}

function workersFor(gateways: readonly Gateway[]): number | undefined {
  return gateways.some(({ fixed }) => fixed) ? WORKERS_OF_FIXED : undefined;
}
