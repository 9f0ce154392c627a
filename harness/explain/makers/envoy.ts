import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, TOO_SLOW } from '../causes.ts';
import type { ErrorType } from '../error-type.ts';
import type { Maker, Page } from '../maker.ts';

/** `upstream connect error …` with the reason for which the upstream's stream was reset (source/common/http/utility.cc). */
function reset(reason: string, causes: readonly ErrorType[], more = ''): Page {
  const body = `upstream connect error or disconnect/reset before headers\\. (?:retried and the latest )?reset reason: ${reason}${more}`;
  return { status: [502, 503], body: new RegExp(`^${body}$`), causes };
}

const TLS = ', transport failure reason: TLS.error[^\\n]{0,500}';

export default {
  name: 'envoy',
  title: 'Envoy (Istio, Contour, Emissary and Envoy Gateway are built on it)',
  source: 'Envoy source/common/router/router.cc and source/common/http/utility.cc; recorded from 1.40.0',
  server: /^(?:istio-)?envoy$/i,
  traces: [
    ['Server', /^(?:istio-)?envoy$/i],
    ['X-Envoy-Upstream-Service-Time', /./],
  ],
  pages: [
    reset('(?:remote |local )?connection failure', NO_TLS, TLS),
    reset(
      '(?:remote |local )?connection failure',
      ['connection_refused', 'destination_ip_unroutable', ...NO_TLS, ...NO_NAME],
      '(?:, transport failure reason: [^\\n]{0,500})?',
    ),
    reset('connection timeout', ['connection_timeout']),
    reset('connection termination', BROKEN_OFF),
    reset('remote reset(?: \\([a-z ]+\\))?', BROKEN_OFF),
    reset('protocol error', BAD_ANSWER, '(?:, transport failure reason: [^\\n]{0,500})?'),
    reset('overflow', ['connection_limit_reached']),
    reset('[a-z][A-Za-z0-9/ -]{2,60}', [], '(?:, transport failure reason: [^\\n]{0,500})?'),
    { status: [503], body: /^no healthy upstream$/, causes: ['destination_unavailable', ...NO_NAME] },
    {
      status: [504],
      body: /^(?:upstream request timeout|stream timeout)$/,
      causes: ['connection_timeout', ...TOO_SLOW],
    },
    { status: [408, 504], body: /^(?:upstream max stream duration reached|stream timeout)$/, causes: TOO_SLOW },
    { status: [503], body: /^upstream connect error or disconnect\/reset before headers\.?/, causes: NOT_CONNECTED },
  ],
  lookAt: 'the access log of Envoy, in %RESPONSE_FLAGS% and %RESPONSE_CODE_DETAILS% of the line, which tell the cause',
} satisfies Maker;
