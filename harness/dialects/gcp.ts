import type { Dialect } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { jsonLine } from './forms/json-line.ts';
import { milliseconds } from './forms/milliseconds.ts';

/** What says that all went as it should. */
const FINE = /^(?:response_sent_by_backend|response_from_cache.*|byte_range_caching.*)$/;

export default {
  name: 'gcp',
  title: 'Google Cloud load balancer log',
  gateway: 'gcp',
  playable: false,
  source: 'https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring',
  read(line) {
    const fields = jsonLine(line, '"httpRequest"');
    const [request, payload] = [fields?.within('httpRequest'), fields?.within('jsonPayload')];
    if (!fields || !request || !payload) return null;
    const [details, status] = [payload.text('statusDetails'), request.number('status')];
    const wrong = (status ?? 0) >= 500 || (details !== null && !FINE.test(details));
    return {
      kind: 'access',
      at: instant(fields.text('timestamp') ?? undefined),
      method: request.text('requestMethod'),
      target: request.text('requestUrl'),
      status,
      ms: milliseconds(request.text('latency')?.replace(/s$/, '')),
      bytes: request.number('responseSize'),
      upstream: request.text('serverIp'),
      code: wrong ? details : null,
      id: fields.text('insertId'),
    };
  },
  examples: [
    '{"insertId":"1x2y","jsonPayload":{"@type":"type.googleapis.com/google.cloud.loadbalancing.type.LoadBalancerLogEntry","statusDetails":"backend_connection_closed_before_data_sent_to_client"},"httpRequest":{"requestMethod":"POST","requestUrl":"https://shop.example/pay","status":502,"responseSize":"447","latency":"0.004s","serverIp":"10.0.0.9"},"timestamp":"2026-11-23T03:14:22.186641Z"}',
    '{"insertId":"1x2z","jsonPayload":{"statusDetails":"response_sent_by_backend"},"httpRequest":{"requestMethod":"GET","requestUrl":"https://shop.example/","status":200,"latency":"0.004s"},"timestamp":"2026-11-23T03:14:22.186641Z"}',
  ],
} satisfies Dialect;
