import type { Field } from '../../core/http.ts';
import { CORRELATION_HEADER } from '../../core/http.ts';
import { FRAME, H2_ERROR } from '../../core/http2-frames.ts';
import type { WellFormedResponse } from '../../core/script.ts';
import type { Connection } from '../connection.ts';
import { frameOctets } from './frame.ts';
import { sendData, sendHead } from './stream-steps.ts';

/** Fields of a connection of HTTP/1, which have no place in HTTP/2 (RFC 9113 section 8.2.2). */
const OF_HTTP1 = new Set(['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** Sends a well-formed response on the stream of the current request; where a close follows, GOAWAY says so first. */
export async function answerOnStream(
  connection: Connection,
  response: WellFormedResponse,
  closing: boolean,
): Promise<void> {
  const request = connection.inbox.current;
  const { status = 200, headers = {} } = response;
  const body = Buffer.from(response.body ?? '', 'utf8');
  const bodiless = status < 200 || status === 204 || status === 304;
  if (closing && request?.stream) await sayGoaway(connection, request.stream);
  const given = Object.entries(headers).map(([name, value]): Field => [name.toLowerCase(), value]);
  const added: Field[] = [
    ['date', new Date().toUTCString()],
    ...(bodiless ? [] : [['content-length', String(body.length)] as const]),
    ...(request?.head.id ? [[CORRELATION_HEADER.toLowerCase(), request.head.id] as const] : []),
  ];
  const fields = [...added.filter(([name]) => !given.some(([other]) => other === name)), ...given];
  const end = bodiless || body.length === 0 || request?.head.method === 'HEAD';
  await sendHead(connection, [[':status', String(status)], ...fields.filter(([name]) => !OF_HTTP1.has(name))], { end });
  if (!end) await sendData(connection, body, true);
}

/** An interim response, which never ends a stream. */
export async function interimOnStream(
  connection: Connection,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const given = Object.entries(headers).map(([name, value]): Field => [name.toLowerCase(), value]);
  await sendHead(connection, [[':status', String(status)], ...given], { end: false });
}

async function sayGoaway({ wire }: Connection, stream: number): Promise<void> {
  const payload = Buffer.alloc(8);
  payload.writeUInt32BE(stream);
  payload.writeUInt32BE(H2_ERROR.noError, 4);
  await wire.send(frameOctets({ type: FRAME.goaway, flags: 0, stream: 0, payload }));
}
