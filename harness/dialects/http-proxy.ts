import type { Dialect } from '../core/dialect.ts';
import { nodeError } from './forms/node-error.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';

export default {
  name: 'http-proxy',
  title: 'http-proxy error handler',
  gateway: 'http-proxy',
  playable: true,
  source: 'https://github.com/http-party/node-http-proxy#listening-for-proxy-events',
  read: (line) => (/^\(node:\d+\) /.test(line) ? NOTHING_WRONG : nodeError(line)),
  examples: [
    '127.1.0.7:8080 POST /orders 500 id=steps-2: Error: socket hang up',
    '127.1.3.235:8080 GET / 500 id=steps-1: Error: getaddrinfo ENOTFOUND app.0.0.http-proxy-47.gatecrash.test',
    '(node:2610) [DEP0060] DeprecationWarning: The `util._extend` API is deprecated. Please use Object.assign() instead.',
    'Error: connect ECONNREFUSED 10.0.0.9:3000',
  ],
} satisfies Dialect;
