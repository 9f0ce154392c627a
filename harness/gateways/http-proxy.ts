import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Gateway } from '../core/gateway.ts';
import { programPath } from '../core/program.ts';
import type { Configuration } from './http-proxy/server.ts';

export default {
  name: 'http-proxy',
  title: 'http-proxy (Node.js)',
  summary: 'The npm package http-proxy as its README shows it, with its error handler.',
  embedded: true,
  features: [
    'keepalive',
    'pool',
    'run-time-dns',
    'retries',
    'tls',
    'unix-sockets',
    'client-certificate',
    'revocation',
    'sessions',
  ],
  // An exception in the error handler ends the process and every slot with it: few slots keep the loss small.
  slots: 8,
  raw: 'as JSON among the options of createProxyServer',
  image: { reference: 'gatecrash/http-proxy', program: 'node', versionArgs: null, version: /(.+)/ },

  async find() {
    const { version } = createRequire(import.meta.url)('http-proxy/package.json') as { version: string };
    return { found: true, program: process.execPath, version };
  },

  /** Names are left as they are: Node asks the system's resolver whenever it opens a connection. */
  launch({ program, dir, slots, settings, timeouts, tls }) {
    const configuration: Configuration = { slots, settings, timeouts, tls };
    return {
      files: { 'http-proxy.json': JSON.stringify(configuration, null, 2) },
      command: [program, programPath(import.meta.url, './http-proxy/server'), join(dir, 'http-proxy.json')],
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;
