import { z } from 'zod';
import { everyConnection } from '../core/every-connection.ts';
import { defineFault, type FaultEvidence } from '../core/fault.ts';
import { fieldMembers } from '../core/field-members.ts';
import { endedIn } from '../core/fired.ts';

const NOTHING_ASKED = 'no upload came, and no request that waits for a 100 (Continue)';

/**
 * RFC 9110 section 10.1.1: a client does not wait for ever, and a gateway that waits on its behalf ends that by an error.
 * Many gateways say 100 themselves, and forward the upload without Expect: then the upstream is just silent until its end.
 */
export default defineFault({
  name: 'expect-unheeded',
  ref: 'E38',
  summary: 'Never a 100 (Continue): the upload is waited for in silence, or refused by a 417 at its head.',
  group: 'body',
  params: z.strictObject({ answer: z.enum(['200', '417']).prefault('200') }),
  examples: ['expect-unheeded', '{ fault: expect-unheeded, answer: "417" }'],
  isolate: 'none',
  needs: [],
  outcome: { error: 'http_response_timeout', bound: 'none', accepts: ['passed-on', 'error'] },
  effect: ({ answer }) =>
    answer === '417'
      ? everyConnection(
          { do: 'read', what: 'head' },
          { do: 'respond', response: { status: 417, body: 'no expectations here\n' } },
          { do: 'close' },
        )
      : everyConnection(
          { do: 'read', what: 'request', silent: true },
          { do: 'respond', response: { body: 'got it\n' } },
          { do: 'close' },
        ),
  fired: (evidence) => (waitsInVain(evidence) ? null : (endedIn('close')(evidence) ?? uploaded(evidence))),
});

/** A request asked for a 100, and none was sent. */
function waitsInVain({ observations }: FaultEvidence): boolean {
  const asked = observations.some(
    (event) => event.kind === 'request' && fieldMembers(event.fields, 'Expect').includes('100-continue'),
  );
  const told = observations.some((event) => event.kind === 'sent' && event.octets.startsWith('HTTP/1.1 100 '));
  return asked && !told;
}

/** Somebody uploads, or at least has begun to. */
function uploaded({ observations }: FaultEvidence): string | null {
  const uploads = observations.some(
    (event) =>
      event.kind === 'request' && event.fields.some(([name]) => /^(?:content-length|transfer-encoding)$/i.test(name)),
  );
  return uploads ? null : NOTHING_ASKED;
}
