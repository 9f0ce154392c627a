import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { findSandbox, sandboxed } from '../../harness/runtimes/local/sandbox.ts';
import { toolEnvironment } from '../../harness/runtimes/local/tool-environment.ts';

/** The sandbox of this machine, or the reason to skip; under GATECRASH_REQUIRE=all there is no reason. */
export async function sandboxOrSkip() {
  const sandbox = await findSandbox();
  const skip = sandbox.kind === 'plain' && process.env.GATECRASH_REQUIRE !== 'all' ? sandbox.reason : false;
  return { sandbox, skip } as const;
}

/** Runs a test program inside a sandbox of its own, and gives the JSON that it prints last. */
export async function runInSandbox<Answer>(program: string, args: readonly string[]): Promise<Answer> {
  const sandbox = await findSandbox();
  const dir = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
  const path = fileURLToPath(new URL(`../runtimes/local/programs/${program}`, import.meta.url));
  const [command, ...rest] = sandboxed(sandbox, [process.execPath, path, JSON.stringify(sandbox), dir, ...args]);
  try {
    const { stdout } = await execa(command, rest, { env: toolEnvironment(), timeout: 30_000 });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
