import type { RequestSpec } from '../core/scenario.ts';
import { bodyPieces } from './body-pieces.ts';
import type { ComposedRequest } from './compose-request.ts';
import { headPieces } from './head-pieces.ts';

/** By how many milliseconds at most the client itself makes an exchange longer: it sends slowly, or reads slowly. */
export function ownTime(request: ComposedRequest, { read, upload }: Pick<RequestSpec, 'read' | 'upload'>): number {
  if (!read && !upload && !request.raw) return 0;
  let sum = read?.for ?? 0;
  for (const { wait = 0 } of headPieces(request, upload)) sum += wait;
  for (const { wait = 0 } of bodyPieces(request, null, upload ?? null)) sum += wait;
  return sum;
}
