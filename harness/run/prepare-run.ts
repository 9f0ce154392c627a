import type { Gateway } from '../core/gateway.ts';
import type { Problem } from '../core/problem.ts';
import type { EnsureOptions } from '../images/ensure-images.ts';
import { sweepEngine } from '../runtimes/docker/sweep-engine.ts';
import { sweepRunFolders } from '../runtimes/local/run-folder.ts';
import { type ImageWishes, imageOptions } from './image-options.ts';
import { type OpenRuntimes, openRuntimes } from './open-runtimes.ts';
import { type FoundGateway, type RuntimeChoice, selectGateways } from './select-gateways.ts';

/** What is asked for of gateways and runtimes. */
export interface PrepareOptions extends ImageWishes {
  readonly gateway: readonly string[];
  readonly runtime: RuntimeChoice;
  readonly requireSandbox: boolean;
  /** How long an answer is waited for where the user's own configuration rules, in milliseconds. */
  readonly maxWait?: number | undefined;
}

/** Tells a person what is found, missing or removed. */
export type Say = (level: 'info' | 'warning', problem: Problem) => void;

/** All that a run stands on. */
export interface Prepared {
  readonly found: readonly FoundGateway[];
  readonly runtimes: OpenRuntimes;
  readonly images: EnsureOptions;
}

/**
 * Sweeps what dead runs left, finds the gateways and opens the runtimes that they need, and says what is worth knowing.
 *
 * @throws {ProblemError} usage: bad wishes; environment: what must be there and is not
 */
export async function prepareRun(
  gateways: readonly Gateway[],
  options: PrepareOptions,
  say: Say,
  signal: AbortSignal,
): Promise<Prepared> {
  tellSwept(await sweepRunFolders(), say);
  const images = imageOptions(options, gateways, (message) => say('info', { code: 'image', message }));
  const { found, missing } = await selectGateways(gateways, {
    names: options.gateway,
    requireAll: process.env.GATECRASH_REQUIRE === 'all',
    runtime: options.runtime,
    images: { ...images, signal },
  });
  for (const problem of missing) say('info', problem);
  for (const one of found) tellContainer(one, say);
  if (found.some(({ container }) => container !== null)) tellSwept(await sweepEngine(), say);
  const runtimes = await openRuntimes(found, {
    requireSandbox: options.requireSandbox,
    maxWait: options.maxWait,
    images,
    door: false,
  });
  const sandbox = runtimes.local?.sandbox;
  if (sandbox?.kind === 'plain') say('warning', noSandbox(sandbox.reason));
  return { found, runtimes, images };
}

function tellSwept(swept: readonly string[], say: Say): void {
  for (const what of swept) {
    say('info', { code: 'swept', message: `removed what a dead run left behind: ${what}` });
  }
}

function tellContainer({ gateway, version, container }: FoundGateway, say: Say): void {
  if (container === null) return;
  const message = `${gateway.title} ${version} runs in containers of the image ${container.image}`;
  say('info', { code: 'in-container', message });
}

function noSandbox(reason: string): Problem {
  return {
    code: 'no-sandbox',
    message: `without a sandbox: ${reason}`,
    hint: 'faults of connections, framing and processes run; firewall, routes and DNS are skipped',
  };
}
