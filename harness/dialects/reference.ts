import type { Dialect } from '../core/dialect.ts';
import { instant } from './forms/instant.ts';
import { jsonLine } from './forms/json-line.ts';
import { NOTHING_WRONG } from './forms/nothing-wrong.ts';

const EVENTS = new Set(['error', 'truncated', 'listening', 'reloaded', 'not-reloaded']);

export default {
  name: 'reference',
  title: "gatecrash's reference gateway",
  gateway: 'reference',
  playable: true,
  source: 'https://www.rfc-editor.org/rfc/rfc9209#section-2.3',
  read(line) {
    const fields = jsonLine(line, '"event":');
    const event = fields?.text('event') ?? null;
    if (!fields || event === null || !EVENTS.has(event) || fields.text('time') === null) return null;
    if (event !== 'error' && event !== 'truncated') return NOTHING_WRONG;
    return {
      kind: 'error',
      at: instant(fields.text('time') ?? undefined),
      status: event === 'error' ? fields.number('status') : null,
      ms: fields.number('ms'),
      upstream: fields.text('upstream'),
      code: fields.text('error'),
      message: `${event === 'truncated' ? 'truncated: ' : ''}${fields.text('detail') ?? ''}`,
      id: fields.text('id'),
    };
  },
  examples: [
    '{"time":"2026-11-23T03:14:23.563Z","event":"error","error":"connection_terminated","status":502,"id":"steps-1","upstream":"app","ms":2,"detail":"closed before the response","listen":"127.1.2.42:8080"}',
    '{"time":"2026-11-23T03:14:33.396Z","event":"truncated","error":"http_response_incomplete","status":502,"id":"steps-1","upstream":"app","ms":8,"detail":"the body lacks 3584 octets","listen":"127.1.3.243:8080"}',
    '{"time":"2026-11-23T03:14:20.000Z","event":"listening","slots":32}',
  ],
} satisfies Dialect;
