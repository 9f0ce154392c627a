import type { UpstreamStep } from '../core/script.ts';
import type { Connection } from './connection.ts';
import { interimOnStream } from './http2/answer-on-stream.ts';
import { names } from './request-head.ts';

/** Waits for what the step names; rejects when the connection ends before it has come. */
export async function read(
  connection: Connection,
  { what, silent = false }: Extract<UpstreamStep, { do: 'read' }>,
): Promise<void> {
  const { waits, wire, inbox, hellos } = connection;
  if (what === 'client-hello') await waits.until(() => hellos.takeNext());
  if (what === 'preface') await waits.until(() => connection.http2?.ready === true);
  if (typeof what === 'number') await waits.until(() => wire.received >= what);
  if (what === 'head' || what === 'request' || (what === 'body' && !inbox.current)) {
    await waits.until(() => inbox.takeNext());
  }
  if (what === 'body' || what === 'request') await readBody(connection, silent);
}

/**
 * Waits for the end of the current request's body. A client that waits for a 100 (Continue) before it sends the body is
 * given one (RFC 9110 section 10.1.1), unless the step is silent.
 */
async function readBody(connection: Connection, silent: boolean): Promise<void> {
  const { inbox, waits, wire } = connection;
  const request = inbox.current;
  if (!request || request.whole) return;
  const expects = !silent && names(request.head, 'Expect', '100-continue') && request.head.version !== '1.0';
  if (expects && request.stream) await interimOnStream(connection, 100);
  else if (expects && inbox.bodyBytes === 0) await wire.send(Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'));
  await waits.until(() => request.whole);
}
