import { z } from 'zod';
import type { Field } from '../core/http.ts';
import { type Answer, BODY_LIMIT } from './answer.ts';

const PAIRS = z.array(z.object({ name: z.string(), value: z.string() })).catch([]);

/** What is read of an archive (HAR 1.2), and of what browsers put in beside it (`_error`). */
const HAR = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        startedDateTime: z.string().catch(''),
        time: z.number().nullable().catch(null),
        request: z.object({ method: z.string(), url: z.string() }),
        response: z.object({
          status: z.number(),
          statusText: z.string().catch(''),
          httpVersion: z.string().catch(''),
          headers: PAIRS,
          content: z.object({ text: z.string().optional(), encoding: z.string().optional() }).catch({}),
          _error: z.string().nullable().optional().catch(null),
        }),
      }),
    ),
  }),
});

/** One request of an archive. */
export interface HarEntry {
  readonly method: string;
  readonly url: string;
  /** ISO 8601, as it stands there. */
  readonly at: string;
  /** Milliseconds; null where the archive does not say. */
  readonly ms: number | null;
  /** Null where no answer came. */
  readonly answer: Answer | null;
  /** What the browser says in that case: `net::ERR_CONNECTION_REFUSED`. */
  readonly error: string | null;
}

/** Reads an HTTP archive; null for what is none. */
export function readHar(text: string): HarEntry[] | null {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return null;
  }
  const har = HAR.safeParse(json);
  if (!har.success) return null;
  return har.data.log.entries.map(({ startedDateTime, time, request, response }) => ({
    method: request.method,
    url: request.url,
    at: startedDateTime,
    ms: time !== null && time >= 0 ? time : null,
    answer: response.status > 0 ? answerOf(response) : null,
    error: response._error ?? null,
  }));
}

type HarResponse = z.infer<typeof HAR>['log']['entries'][number]['response'];

function answerOf({ status, statusText, httpVersion, headers, content }: HarResponse): Answer {
  const body =
    content.encoding === 'base64' ? Buffer.from(content.text ?? '', 'base64').toString('utf8') : content.text;
  return {
    version: httpVersion.toUpperCase().replace(/^H2$/, 'HTTP/2').replace(/^H3$/, 'HTTP/3'),
    status,
    reason: statusText,
    fields: headers.map(({ name, value }): Field => [name, value]),
    body: (body ?? '').slice(0, BODY_LIMIT),
    cut: null,
  };
}

/** Whether it is one that went wrong on the way or at the server: no answer, or a status from 500 on. */
export function isFailure({ answer }: HarEntry): boolean {
  return answer === null || answer.status >= 500;
}
