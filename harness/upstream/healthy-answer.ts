import { UPSTREAM_HEADER } from '../core/http.ts';
import type { WellFormedResponse } from '../core/script.ts';
import type { RequestHead } from './request-head.ts';

/** What a healthy upstream says: who it is, and what it was asked. */
export function healthyAnswer(label: string, request: RequestHead | null): WellFormedResponse {
  const asked = request ? `${request.method} ${request.target}` : 'without being asked';
  return {
    status: 200,
    headers: { 'Content-Type': 'text/plain', [UPSTREAM_HEADER]: label },
    body: `${label} answered ${asked}\n`,
  };
}
