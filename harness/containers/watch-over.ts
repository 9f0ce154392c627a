import { type ChildProcess, spawn } from 'node:child_process';
import type { ContainerRuntimeClient } from 'testcontainers';
import { programPath } from '../core/program.ts';

/** One watcher for all containers of an engine that this process starts. */
const WATCHERS = new WeakMap<ContainerRuntimeClient, ChildProcess>();

/**
 * Has a container removed when this process ends, even by SIGKILL: where testcontainers' reaper cannot be had, a process
 * of ours waits for that end. It does not keep this one alive, and ends with it.
 */
export function watchOver(client: ContainerRuntimeClient, containerId: string): void {
  const watcher = WATCHERS.get(client) ?? startWatcher();
  WATCHERS.set(client, watcher);
  watcher.stdin?.write(`${containerId}\n`);
}

function startWatcher(): ChildProcess {
  // In a process group of its own, since Ctrl-C goes to all of ours.
  const watcher = spawn(process.execPath, [programPath(import.meta.url, './watcher')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.unref();
  // A watcher that has died has nothing to tell; what it watched is then left to `gatecrash clean`.
  watcher.stdin.on('error', () => {});
  if ('unref' in watcher.stdin && typeof watcher.stdin.unref === 'function') watcher.stdin.unref();
  return watcher;
}
