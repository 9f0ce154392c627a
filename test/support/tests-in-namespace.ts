import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { sandboxed } from '../../harness/runtimes/local/sandbox.ts';
import { toolEnvironment } from '../../harness/runtimes/local/tool-environment.ts';
import { sandboxOrSkip } from './in-sandbox.ts';

/**
 * Runs a file of tests inside a network namespace of its own, where it may break what it likes; skipped, visibly, where
 * namespaces are not allowed. `url` is the file's own, from `new URL(…, import.meta.url)`.
 */
export async function testsInNamespace(t: Test, url: URL): Promise<void> {
  const { sandbox, skip } = await sandboxOrSkip();
  const [command, ...args] = sandboxed(sandbox, [process.execPath, fileURLToPath(url)]);
  await t.spawn(command, args, { env: toolEnvironment(), skip }, `${basename(url.pathname)} in a namespace`);
}
