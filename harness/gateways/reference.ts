import { join } from 'node:path';
import type { Gateway, GatewaySetup, Launch } from '../core/gateway.ts';
import { programPath } from '../core/program.ts';
import type { ReferenceConfig } from './reference/config.ts';

const CONFIG = 'reference.json';

/** The gateway that keeps every rule: the yardstick of the suite, and the one that is on every machine. */
const reference: Gateway = {
  name: 'reference',
  title: 'gatecrash reference gateway',
  summary: 'A small HTTP/1.1 gateway of our own that keeps every rule.',
  embedded: true,
  features: [
    'keepalive',
    'pool',
    'pool-queue',
    'run-time-dns',
    'cache',
    'replicas',
    'retries',
    'tls',
    'unix-sockets',
    'reload',
    'client-certificate',
    'revocation',
    'sessions',
  ],
  slots: 128,
  image: { reference: 'gatecrash/reference', program: 'node', versionArgs: null, version: /(.+)/ },
  find: async () => ({ found: true, program: process.execPath, version: '1.0.0' }),
  launch: launchReference,
};

export default reference;

function launchReference({ dir, slots, settings, timeouts, resolver, program, tls: trust }: GatewaySetup): Launch {
  const { replicas, http2, timeouts: asked, configuration, ...ours } = settings;
  const config: ReferenceConfig = { slots, timeouts, ...ours, trust, resolver };
  return {
    files: { [CONFIG]: `${JSON.stringify(config, null, 2)}\n` },
    command: [program, programPath(import.meta.url, './reference/server'), join(dir, CONFIG)],
    stop: 'SIGTERM',
    reload: { config: CONFIG, by: 'SIGHUP', done: '"event":"reloaded"', refused: '"event":"not-reloaded"' },
  };
}
