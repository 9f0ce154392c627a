import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Gateway } from '../core/gateway.ts';
import { programPath } from '../core/program.ts';
import type { Configuration } from './fastify-http-proxy/server.ts';

export default {
  name: 'fastify-http-proxy',
  title: '@fastify/http-proxy',
  summary: "The Fastify plug-in as its README shows it, over Node's own HTTP client and without retries.",
  embedded: true,
  features: ['keepalive', 'pool', 'run-time-dns', 'retries', 'tls', 'client-certificate', 'revocation', 'sessions'],
  // Every slot is a Fastify instance of its own: about 1 MB and 6 ms of start each.
  slots: 32,
  raw: 'as JSON among the options of the plug-in',
  image: { reference: 'gatecrash/fastify-http-proxy', program: 'node', versionArgs: null, version: /(.+)/ },

  async find() {
    const { version } = createRequire(import.meta.url)('@fastify/http-proxy/package.json') as { version: string };
    return { found: true, program: process.execPath, version };
  },

  /** Names are left as they are: Node asks the system's resolver whenever it opens a connection. */
  launch({ program, dir, slots, settings, timeouts, resolver, tls }) {
    const configuration: Configuration = { slots, settings, timeouts, resolver, tls };
    return {
      files: { 'fastify-http-proxy.json': JSON.stringify(configuration, null, 2) },
      command: [
        program,
        programPath(import.meta.url, './fastify-http-proxy/server'),
        join(dir, 'fastify-http-proxy.json'),
      ],
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;
