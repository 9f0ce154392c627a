import type { Field } from '../core/http.ts';
import type { RawStep } from '../core/pace.ts';
import { toOctets } from '../core/to-octets.ts';
import type { ComposedRequest, RequestParts } from './compose-request.ts';

/**
 * A request whose octets the author wrote: `{{id}}` stands for its correlation id and `{{host}}` for the gateway's
 * `host:port`. The fields are those that can be read in it.
 */
export function composeByHand(raw: readonly RawStep[], parts: Pick<RequestParts, 'id' | 'authority'>): ComposedRequest {
  const steps = raw.map((step) => ('bytes' in step ? { ...step, bytes: filledIn(step.bytes, parts) } : step));
  const octets = Buffer.concat(steps.map((step) => ('bytes' in step ? toOctets(step.bytes) : Buffer.alloc(0))));
  const nothing = { head: Buffer.alloc(0), content: null, chunked: false, trailers: [] } as const;
  return { ...nothing, fields: fieldsIn(octets), raw: steps };
}

type Octets = Extract<RawStep, { do: 'send' }>['bytes'];

function filledIn(bytes: Octets, { id, authority }: Pick<RequestParts, 'id' | 'authority'>): Octets {
  return 'text' in bytes ? { text: bytes.text.replaceAll('{{id}}', id).replaceAll('{{host}}', authority) } : bytes;
}

/** The lines behind the first one and before the first empty one, as far as they are fields. */
function fieldsIn(octets: Buffer): Field[] {
  const [head = ''] = octets.toString('latin1').split(/\r?\n\r?\n/, 1);
  return head
    .split(/\r?\n/)
    .slice(1)
    .flatMap((line) => {
      const field = /^([^\s:]+):[ \t]*(.*?)[ \t]*$/.exec(line);
      return field ? [[field[1] ?? '', field[2] ?? ''] as const] : [];
    });
}
