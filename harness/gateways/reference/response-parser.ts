import { UpstreamFailure } from './failures.ts';
import { readFields } from './field-line.ts';
import type { Field } from './fields.ts';
import { LIMITS } from './limits.ts';
import { LineError, readLine } from './read-line.ts';
import { HEAD_FACTOR } from './timeouts.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/** A response's head as an upstream sent it, checked. */
export interface ResponseHead {
  /** Minor version of HTTP/1. */
  readonly minor: number;
  /** 100 to 599. */
  readonly status: number;
  readonly reason: string;
  readonly fields: readonly Field[];
}

/** RFC 9112 section 4; a missing SP after the status is let pass, a status outside 100 to 599 is not (RFC 9110 section 15). */
const STATUS_LINE = /^HTTP\/1\.([0-9]) ([1-5][0-9]{2})(?: ([\t\x20-\x7e\x80-\xff]*))?$/;

/** Reads one response head, interim or final. Rejects with an UpstreamFailure, or as the connection was failed. */
export async function readResponseHead(connection: UpstreamConnection): Promise<ResponseHead> {
  const first = await connection.read();
  if (first === null) throw new UpstreamFailure('connection_terminated', 'closed before the response');
  connection.unread(first);
  const deadline = setTimeout(
    () => connection.fail(new UpstreamFailure('http_response_timeout', 'the response head dripped')),
    connection.timeouts.read * HEAD_FACTOR,
  );
  try {
    return await parseHead(connection);
  } catch (error) {
    throw asFailure(error);
  } finally {
    clearTimeout(deadline);
  }
}

async function parseHead(connection: UpstreamConnection): Promise<ResponseHead> {
  const budget = { left: LIMITS.head };
  const match = STATUS_LINE.exec(await readLine(connection, budget, 'HTTP/1.'));
  if (!match) throw new LineError('malformed', 'the status line is not valid');
  const fields = await readFields(connection, budget, 'remove');
  return { minor: Number(match[1]), status: Number(match[2]), reason: match[3] ?? '', fields };
}

const LINE_ERRORS = {
  cut: 'http_response_incomplete',
  'too-large': 'http_response_header_section_size',
  malformed: 'http_protocol_error',
} as const;

function asFailure(error: unknown): unknown {
  return error instanceof LineError ? new UpstreamFailure(LINE_ERRORS[error.kind], error.message) : error;
}
