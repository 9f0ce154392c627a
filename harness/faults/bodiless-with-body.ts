import { z } from 'zod';
import { defineFault, type FaultEvidence } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { readAndSend } from '../core/send-and-close.ts';

const REASONS = { 200: 'OK', 204: 'No Content', 304: 'Not Modified' } as const;
const STATUSES = ['200', '204', '304'] as const;

/** RFC 9112 section 6.3, item 1: the answer to a HEAD, a 204 and a 304 end at their empty line, whatever follows. */
export default defineFault({
  name: 'bodiless-with-body',
  ref: 'E30',
  summary: 'A body behind a response that has none: a 204, a 304, or with status 200 the answer to a HEAD.',
  group: 'body',
  params: z.strictObject({ status: z.enum(STATUSES).prefault('204') }),
  examples: ['bodiless-with-body', '{ fault: bodiless-with-body, status: "304" }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_protocol_error', bound: 'at-once', accepts: ['repaired', 'passed-on', 'error'] },
  effect: ({ status }) => ({
    place: 'script',
    script: {
      connections: [],
      rest: { steps: readAndSend(responseOf(status)), loop: true },
    },
  }),
  fired: (evidence) => endedIn('send')(evidence) ?? withoutContent(evidence),
});

function responseOf(status: (typeof STATUSES)[number]): string {
  return `HTTP/1.1 ${status} ${REASONS[status]}\r\nContent-Length: 24\r\n\r\nfor somebody, or nobody.`;
}

/** A 200 has no body only where the request was a HEAD. */
function withoutContent({ observations }: FaultEvidence): string | null {
  const asked = observations.some((event) => event.kind === 'request' && event.method === 'HEAD');
  const sent = observations.some((event) => event.kind === 'sent' && /^HTTP\/1\.1 [23]04 /.test(event.octets));
  return sent || asked ? null : 'no request was a HEAD, and to another one a 200 may have a body';
}
