import type { Body } from './body.ts';
import { UpstreamFailure } from './failures.ts';
import { LineError } from './read-line.ts';

/** What is wrong with a body -> RFC 9209 error type; only trailers have a size limit that is told apart. */
const BODY_ERRORS = {
  cut: 'http_response_incomplete',
  'too-large': 'http_response_trailer_section_size',
  malformed: 'http_response_transfer_coding',
} as const;

/** The next piece of a response body; what is wrong with the body is the upstream's failure (RFC 9112 section 8). */
export async function nextPiece(body: Body): Promise<Buffer | null> {
  try {
    return await body.next();
  } catch (error) {
    throw error instanceof LineError ? new UpstreamFailure(BODY_ERRORS[error.kind], error.message) : error;
  }
}
