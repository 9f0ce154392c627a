import type { Dialect } from '../core/dialect.ts';
import { nodeError } from './forms/node-error.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';

const FAILED =
  /^\[HPM\] (Error occurred while (?:trying to )?prox(?:y|ying)(?: request)? (\S{1,4000}) (?:from \S{1,200} )?to (\S{1,2000}) [[(]([A-Z_]{2,60})[\])])/;
const SERVED = /^\[HPM\] /;

export default {
  name: 'http-proxy-middleware',
  title: 'http-proxy-middleware log',
  gateway: 'http-proxy-middleware',
  playable: true,
  source: 'https://github.com/chimurai/http-proxy-middleware#logger-option',
  read(line) {
    const parts = FAILED.exec(line);
    if (!parts) return SERVED.test(line) ? NOTHING_WRONG : nodeError(line);
    const [, message, target = '', upstream, code] = parts;
    const path = /\/.*$/.exec(target)?.[0] ?? null;
    return { kind: 'error', target: path, upstream: hostOf(upstream), code: code ?? null, message: message ?? null };
  },
  examples: [
    '[HPM] Error occurred while proxying request 127.1.1.104:8080/orders to http://127.2.1.104:3000/ [ECONNRESET] (https://nodejs.org/api/errors.html#errors_common_system_errors)',
    '[HPM] Error occurred while trying to proxy request /api from localhost:3000 to http://localhost:8080 (ECONNREFUSED) (https://nodejs.org/api/errors.html#errors_common_system_errors)',
    '[HPM] GET /canary -> http://127.2.1.104:3000/canary [200]',
    '127.1.1.104:8080 GET / 504 id=steps-1: Error: socket hang up',
  ],
} satisfies Dialect;

function hostOf(url: string | undefined): string | null {
  return /^[a-z]{2,5}:\/\/([^/\s]{1,300})/.exec(url ?? '')?.[1] ?? null;
}
