import { createHash } from 'node:crypto';
import { fieldValues } from '../core/http.ts';
import type { UpstreamStep } from '../core/script.ts';
import { answerWith } from './answer-step.ts';
import type { Connection } from './connection.ts';
import type { StepEnd } from './steps.ts';
import { interim } from './well-formed.ts';

/** RFC 6455 section 4.2.2, item 5.4. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** A key that no client of ours sends: 16 octets of zero. */
const OTHER_KEY = Buffer.alloc(16).toString('base64');
const REFUSAL = { status: 426, headers: { Upgrade: 'websocket' }, body: 'no Sec-WebSocket-Key\n' };

/**
 * Sends the 101 of a WebSocket server, with the accept value of the request's key or, where the step is `wrong`, of another
 * one. It goes by the key alone, as careless servers do: an Upgrade that was taken out on the way is not missed. Without a
 * key it sends a 426 (RFC 9110 section 15.5.22) and a FIN.
 */
export async function acceptWebsocket(
  connection: Connection,
  { wrong = false }: Extract<UpstreamStep, { do: 'accept-websocket' }>,
): Promise<StepEnd> {
  const { wire, inbox } = connection;
  const [key] = fieldValues(inbox.current?.head.fields ?? [], 'Sec-WebSocket-Key');
  if (key === undefined) {
    await answerWith(connection, REFUSAL, { do: 'close' });
    await wire.fin();
    return { note: 'refused', over: true };
  }
  const accept = createHash('sha1')
    .update(`${wrong ? OTHER_KEY : key}${GUID}`)
    .digest('base64');
  const headers = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Accept': accept };
  connection.dialogue.openTunnel();
  await wire.send(interim({ do: 'interim', status: 101, headers }));
  return { note: 'accepted' };
}
