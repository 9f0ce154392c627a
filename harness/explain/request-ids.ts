import { fieldValues } from '../core/http.ts';
import type { Answer } from './answer.ts';

/** Fields by which an operator finds one request in logs. */
const ID_FIELDS = [
  'X-Request-Id',
  'X-Correlation-Id',
  'Request-Id',
  'X-Trace-Id',
  'Traceparent',
  'X-B3-TraceId',
  'CF-RAY',
  'X-Amzn-Trace-Id',
  'X-Amzn-RequestId',
  'X-Amz-Apigw-Id',
  'Apigw-RequestId',
  'X-Amz-Cf-Id',
  'X-Amz-Cf-Pop',
  'X-Amz-Request-Id',
  'X-Azure-Ref',
  'X-Ms-Request-Id',
  'X-Cloud-Trace-Context',
  'X-Varnish',
  'X-Served-By',
  'X-Timer',
  'X-Kong-Request-Id',
  'X-GitHub-Request-Id',
  'X-Vercel-Id',
  'X-Nf-Request-Id',
  'Fly-Request-Id',
  'X-Akamai-Request-Id',
] as const;

/** A name and what an operator can look for. */
export interface RequestId {
  readonly name: string;
  readonly value: string;
}

/** All that identifies this one request, for the operator; `onPage` is what the page itself shows. */
export function requestIds({ fields }: Answer, onPage: string | null): RequestId[] {
  const inHead = ID_FIELDS.flatMap((name) =>
    fieldValues(fields, name).map((value) => ({ name, value: value.slice(0, 300) })),
  );
  const known = onPage === null || inHead.some(({ value }) => value.includes(onPage));
  return known ? inHead : [...inHead, { name: 'id on the page', value: onPage }];
}
