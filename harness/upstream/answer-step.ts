import type { UpstreamStep, WellFormedResponse } from '../core/script.ts';
import type { Connection } from './connection.ts';
import { answerOnStream } from './http2/answer-on-stream.ts';
import { names, type RequestHead } from './request-head.ts';
import type { StepEnd } from './steps.ts';
import { wellFormed } from './well-formed.ts';

/**
 * Sends a response. Whoever closes after a complete response says so first, or the gateway would reuse the connection while
 * it closes. A script's last step closes where the request asks for it, as servers do; before further steps the script
 * decides.
 */
export async function answerWith(
  connection: Connection,
  response: WellFormedResponse,
  next: UpstreamStep | undefined,
): Promise<StepEnd> {
  const { inbox, wire } = connection;
  if (inbox.current?.stream) {
    await answerOnStream(connection, response, next?.do === 'close');
    return {};
  }
  const request = inbox.current?.head ?? null;
  const over = next === undefined && request !== null && asksForClose(request);
  await wire.send(wellFormed(response, { request, closing: over || next?.do === 'close' }));
  if (over) await wire.fin();
  return { over };
}

/** RFC 9112 section 9.3: the connection ends with the response to an HTTP/1.0 request, or where the request says so. */
function asksForClose(request: RequestHead): boolean {
  return request.version === '1.0' || names(request, 'Connection', 'close');
}
