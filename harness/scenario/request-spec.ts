import { z } from 'zod';
import { ROUTES } from '../core/gateway.ts';
import type { RequestSpec } from '../core/scenario.ts';
import { abortSchema } from './abort-schema.ts';
import { headersSchema, TOKEN } from './header-schema.ts';
import { isMap } from './is-map.ts';
import { misfits } from './misfits.ts';
import { readPaceSchema, uploadPaceSchema } from './pace-schema.ts';
import type { Path } from './path.ts';
import { rawSchema } from './raw-schema.ts';
import type { Report } from './report.ts';
import { requestBodySchema } from './request-body-schema.ts';
import { tunnelSchema } from './tunnel-schema.ts';

const method = z.string().regex(new RegExp(`^${TOKEN}$`), { error: 'is no method; one word such as GET' });
const target = z.string().regex(/^(?:\/[\x21-\x7e]*|\*|https?:\/\/[\x21-\x7e]+)$/, {
  error: 'is no target; a path such as /report, percent-encoded',
});

/** `GET /report`: method and target (RFC 9112 section 3) without the version. */
export const requestLineSchema = z
  .string({ error: 'must be text such as GET /report, or a map with method and target' })
  .regex(new RegExp(`^${TOKEN} (?:/[\\x21-\\x7e]*|\\*|https?://[\\x21-\\x7e]+)$`), {
    error: 'must be a method, a blank and a target, such as GET /report',
  });

/** What a request can carry; these keys stand in the `request` map or beside it. */
export const requestDetails = {
  headers: headersSchema.describe('Header fields of the request.').optional(),
  version: z
    .enum(['1.0', '1.1'], { error: 'must be "1.0" or "1.1"; put quotes round it' })
    .describe('Version of HTTP that the client speaks: "1.1" (default) or "1.0".')
    .optional(),
  body: requestBodySchema.describe('Body of the request: a text, or bytes as `send` has them.').optional(),
  chunked: z.boolean().describe('Send the body with Transfer-Encoding: chunked.').optional(),
  trailers: headersSchema.describe('Fields behind a chunked body.').optional(),
  abort: abortSchema.describe('Give the exchange up: when, and by an RST or a FIN.').optional(),
  read: readPaceSchema.describe('How slowly the client reads the answer.').optional(),
  upload: uploadPaceSchema.describe('How slowly the client sends the request.').optional(),
  raw: rawSchema.describe('The octets of the request, written by hand; `request` says what it is.').optional(),
  tunnel: tunnelSchema.describe('What the client does in the tunnel that a 101 opens.').optional(),
  client: z
    .string()
    .regex(/^[\w.-]+$/, { error: 'is no name of a client; letters, digits, dots and dashes' })
    .describe('Whose request it is: those of one client go in order over one connection.')
    .optional(),
  connection: z
    .enum(['new', 'kept'])
    .describe('On a new connection, or on the one that the client has kept (default).')
    .optional(),
};

/** `request` as a map. */
export const requestMapSchema = z.strictObject({ method: method.optional(), target, ...requestDetails });

/** The checked values of these keys. */
export type RequestDetails = { [Key in keyof typeof requestDetails]?: z.output<(typeof requestDetails)[Key]> };

/** Where a request stands, and whose it is unless it names a client. */
export interface RequestContext {
  readonly path: Path;
  readonly report: Report;
  readonly upstreams: readonly string[];
  readonly client: string;
}

/** A request from the value of `request:` and the keys beside it; undefined, with the problems noted, where it is none. */
export function toRequest(value: unknown, beside: RequestDetails, context: RequestContext): RequestSpec | undefined {
  const { path, report } = context;
  const request = isMap(value)
    ? report.check(requestMapSchema, value, path)
    : fromLine(report.check(requestLineSchema, value, path));
  if (!request) return undefined;
  noteTwice(request, beside, context);
  noteUndeclared(request.target, context);
  const details: RequestDetails = { ...request, ...beside };
  for (const { key, ...complaint } of misfits(details)) {
    const at = request[key] === undefined ? path.slice(0, -1) : path;
    report.add([...at, key], { ...complaint, at: 'key' });
  }
  return {
    method: request.method ?? 'GET',
    target: request.target,
    version: details.version ?? '1.1',
    headers: details.headers ?? {},
    body: details.body ?? null,
    chunked: details.chunked ?? false,
    trailers: details.trailers ?? {},
    abort: details.abort ?? null,
    ...(details.read && { read: details.read }),
    ...(details.upload && { upload: details.upload }),
    ...(details.tunnel && { tunnel: details.tunnel }),
    ...(details.raw && { raw: details.raw }),
    client: details.client ?? context.client,
    fresh: details.connection === 'new',
  };
}

function fromLine(line: string | undefined): z.output<typeof requestMapSchema> | undefined {
  const [method, target] = line?.split(' ') ?? [];
  return target === undefined ? undefined : { method, target };
}

function noteTwice(request: RequestDetails, beside: RequestDetails, { path, report }: RequestContext): void {
  for (const key of Object.keys(requestDetails) as (keyof RequestDetails)[]) {
    if (request[key] === undefined || beside[key] === undefined) continue;
    report.add([...path, key], {
      code: 'given-twice',
      message: `"${key}" stands here and beside the request`,
      at: 'key',
    });
  }
}

/** A request must not lead to an upstream that the scenario says nothing of. */
function noteUndeclared(target: string, { path, report, upstreams }: RequestContext): void {
  const pathname = target.replace(/^https?:\/\/[^/]*/, '') || '/';
  const upstream = ROUTES.find(({ prefix }) => pathname.startsWith(prefix))?.upstream;
  if (upstream === undefined || upstreams.includes(upstream)) return;
  const message = `${target} leads to the upstream "${upstream}", which the scenario does not declare`;
  report.add(path, { code: 'undeclared-upstream', message, hint: `add \`${upstream}: healthy\` to upstreams` });
}
