import type { UpstreamStep } from '../core/script.ts';
import type { Connection } from './connection.ts';
import { names } from './request-head.ts';

/** Waits for what the step names; rejects when the connection ends before it has come. */
export async function read(connection: Connection, what: Extract<UpstreamStep, { do: 'read' }>['what']): Promise<void> {
  const { waits, wire, inbox, hellos } = connection;
  if (what === 'client-hello') await waits.until(() => hellos.takeNext());
  if (typeof what === 'number') await waits.until(() => wire.received >= what);
  if (what === 'head' || what === 'request' || (what === 'body' && !inbox.current)) {
    await waits.until(() => inbox.takeNext());
  }
  if (what === 'body' || what === 'request') await readBody(connection);
}

/**
 * Waits for the end of the current request's body. A client that waits for a 100 (Continue) before it sends the body is
 * given one (RFC 9110 section 10.1.1).
 */
async function readBody({ inbox, waits, wire }: Connection): Promise<void> {
  const request = inbox.current;
  if (!request || request.whole) return;
  const expects = names(request.head, 'Expect', '100-continue') && request.head.version !== '1.0';
  if (expects && inbox.bodyBytes === 0) await wire.send(Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'));
  await waits.until(() => request.whole);
}
