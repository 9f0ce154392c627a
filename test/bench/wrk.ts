import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Address } from '../../harness/core/gateway.ts';

const run = promisify(execFile);

/** What a load came to. Times are in milliseconds. */
export interface Figures {
  readonly requests: number;
  readonly seconds: number;
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
}

/** The same load by wrk, paced to the rate; rejects where wrk is not installed. */
export async function wrk(
  { host, port }: Address,
  { rate, seconds, connections }: { rate: number; seconds: number; connections: number },
): Promise<Figures> {
  const script = fileURLToPath(import.meta.resolve('./paced.lua'));
  const options = ['--threads', '1', '--connections', String(connections), '--duration', `${seconds}s`];
  const { stdout } = await run('wrk', [...options, '--script', script, `http://${host}:${port}/`, '--', String(rate)]);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Figures;
}
