import type { Dialect } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { numberIn } from './forms/number-in.ts';
import { pairs } from './forms/pairs.ts';
import { said } from './forms/said.ts';

/** As `heroku logs` shows it, and as a drain sends it, in syslog's form or without its head. */
const LINE =
  /^(?:(?:\d{1,5} )?<\d{1,3}>1 )?(?:(\d{4}-\d\d-\d\dT\S{8,24}) )?(?:host )?(?:app\[router\]: |heroku\[router\]: |heroku router - (?:- )?)?((?:at|sock)=\w+ .*)$/;

export default {
  name: 'heroku',
  title: 'Heroku router log',
  gateway: 'heroku',
  playable: false,
  source: 'https://devcenter.heroku.com/articles/http-routing#heroku-router-log-format',
  read(line) {
    const parts = LINE.exec(line);
    if (!parts) return null;
    const named = pairs(parts[2] ?? '');
    if (!named.has('fwd') || !named.has('status')) return null;
    const [code, description] = [said(named.get('code')), said(named.get('desc'))];
    const [connect, service] = ['connect', 'service'].map((name) => numberIn(named.get(name)?.replace(/ms$/, '')));
    return {
      kind: 'access',
      at: instant(parts[1]),
      method: said(named.get('method')),
      target: said(named.get('path')),
      status: numberIn(named.get('status')),
      ms: service ?? connect ?? null,
      bytes: numberIn(named.get('bytes')),
      upstream: said(named.get('dyno')),
      code,
      message: code === null ? null : description,
      id: said(named.get('request_id')),
    };
  },
  examples: [
    '2026-11-23T03:14:22.000000+00:00 heroku[router]: at=error code=H12 desc="Request timeout" method=GET path="/report" host=shop.example request_id=8601b555-6a83-4c12-8269-97c8e32cdb22 fwd="10.0.0.7" dyno=web.1 connect=1ms service=30001ms status=503 bytes=0 protocol=https',
    '<158>1 2026-11-23T03:14:22.000000+00:00 host heroku router - at=info method=GET path="/" host=shop.example request_id=8601b555 fwd="10.0.0.7" dyno=web.1 connect=0ms service=12ms status=200 bytes=512 protocol=https',
    'sock=backend at=error code=H18 desc="Server Request Interrupted" method=POST path="/pay" host=shop.example request_id=8601b555 fwd="10.0.0.7" dyno=web.2 connect=1ms service=3ms status=503 bytes=0 protocol=https',
  ],
} satisfies Dialect;
