import type { Dialect } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { type JsonLine, jsonLine } from './forms/json-line.ts';

const NANOSECONDS = 1e6;

export default {
  name: 'cloudflare',
  title: 'Cloudflare Logpush',
  gateway: 'cloudflare',
  playable: false,
  source: 'https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/zone/http_requests/',
  read(line) {
    const fields = jsonLine(line, '"EdgeResponseStatus"');
    if (!fields) return null;
    const [status, origin] = [fields.number('EdgeResponseStatus'), fields.number('OriginResponseStatus')];
    const wrong = (status ?? 0) >= 500;
    return {
      kind: 'access',
      at: timeOf(fields.text('EdgeStartTimestamp')),
      method: fields.text('ClientRequestMethod'),
      target: fields.text('ClientRequestURI', 'ClientRequestPath'),
      status,
      ms: durationOf(fields),
      bytes: fields.number('EdgeResponseBytes'),
      upstream: fields.text('OriginIP'),
      code: wrong && status !== null ? String(status) : null,
      message: wrong ? `EdgeResponseStatus ${status}, OriginResponseStatus ${origin ?? '-'}` : null,
      id: fields.text('RayID'),
    };
  },
  examples: [
    '{"ClientRequestMethod":"POST","ClientRequestURI":"/pay","EdgeResponseBytes":6612,"EdgeResponseStatus":522,"OriginResponseStatus":0,"OriginIP":"10.0.0.9","EdgeStartTimestamp":"2026-11-23T03:14:22Z","EdgeEndTimestamp":"2026-11-23T03:14:41Z","RayID":"3a6050bcbe121a87"}',
    '{"ClientRequestMethod":"GET","ClientRequestURI":"/","EdgeResponseStatus":200,"OriginResponseStatus":200,"EdgeStartTimestamp":1795403662000000000,"RayID":"3a6050bcbe121a88"}',
  ],
} satisfies Dialect;

/** ISO 8601, seconds or nanoseconds, as the job is told. */
function timeOf(text: string | null): number | null {
  if (text === null || !/^\d{1,20}$/.test(text)) return instant(text ?? undefined);
  return text.length > 12 ? Math.floor(Number(text) / NANOSECONDS) : Number(text) * 1000;
}

function durationOf(fields: JsonLine): number | null {
  const [from, to] = [timeOf(fields.text('EdgeStartTimestamp')), timeOf(fields.text('EdgeEndTimestamp'))];
  return from === null || to === null ? fields.number('OriginResponseDurationMs') : to - from;
}
