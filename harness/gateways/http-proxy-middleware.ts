import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { join } from 'node:path';
import type { Gateway } from '../core/gateway.ts';
import { programPath } from '../core/program.ts';
import type { Configuration } from './http-proxy-middleware/server.ts';

export default {
  name: 'http-proxy-middleware',
  title: 'http-proxy-middleware',
  summary: 'The npm package http-proxy-middleware as its README shows it, with its own answers to errors.',
  embedded: true,
  features: ['keepalive', 'pool', 'run-time-dns', 'retries', 'tls'],
  // Every slot has two middlewares of its own, in one process that an exception would end.
  slots: 8,
  raw: 'as JSON among the options of createProxyMiddleware',
  image: { reference: 'gatecrash/http-proxy-middleware', program: 'node', versionArgs: null, version: /(.+)/ },

  async find() {
    // Its package.json is not among what it exports.
    const manifest = findPackageJSON('http-proxy-middleware', import.meta.url);
    if (manifest === undefined) return { found: false, reason: 'http-proxy-middleware is not installed; run `npm ci`' };
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    return { found: true, program: process.execPath, version };
  },

  /** Names are left as they are: Node asks the system's resolver whenever it opens a connection. */
  launch({ program, dir, slots, settings, timeouts, tls }) {
    const configuration: Configuration = { slots, settings, timeouts, tls };
    return {
      files: { 'http-proxy-middleware.json': JSON.stringify(configuration, null, 2) },
      command: [
        program,
        programPath(import.meta.url, './http-proxy-middleware/server'),
        join(dir, 'http-proxy-middleware.json'),
      ],
      stop: 'SIGTERM',
    };
  },
} satisfies Gateway;
