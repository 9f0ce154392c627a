import type { Capabilities } from '../../core/capability.ts';

/** Control groups cannot be had without root, or a system that delegates them. */
export const NO_MEMORY_LIMIT = 'this runtime makes no control groups; --runtime docker does';

/** What can be done without a network of our own, and the reason why there is none. */
export function plainCapabilities(reason: string): Capabilities {
  const processes =
    process.platform === 'linux' ||
    `accept queues and process states are read from /proc, and this is ${process.platform}`;
  const none = { firewall: reason, routes: reason, shaping: reason, dns: reason };
  return { ...none, processes, memory: NO_MEMORY_LIMIT, 'unix-sockets': true };
}
