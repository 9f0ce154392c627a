import type { RawStep, UploadPace } from '../core/pace.ts';
import { toOctets } from '../core/to-octets.ts';
import type { BodyPiece } from './body-pieces.ts';
import type { ComposedRequest } from './compose-request.ts';

/** The request's head: in one piece, in the small ones of a client that drips it, or as its author wrote it by hand. */
export function headPieces({ head, raw }: ComposedRequest, pace: UploadPace | null = null): BodyPiece[] {
  if (raw) return rawPieces(raw);
  if (pace === null || !('piece' in pace) || pace.part === 'body') return [{ octets: head, content: 0 }];
  return cut(head, pace.piece, pace.every);
}

function rawPieces(steps: readonly RawStep[]): BodyPiece[] {
  const pieces: BodyPiece[] = [];
  let wait = 0;
  for (const step of steps) {
    if (step.do === 'stall') wait += step.ms;
    else {
      const [first, ...more] = piecesOf(step);
      pieces.push({ content: 0, octets: Buffer.alloc(0), ...first, wait }, ...more);
      wait = 0;
    }
  }
  return wait > 0 ? [...pieces, { octets: Buffer.alloc(0), content: 0, wait }] : pieces;
}

function piecesOf(step: Exclude<RawStep, { do: 'stall' }>): BodyPiece[] {
  if (step.do === 'half-close') return [{ octets: Buffer.alloc(0), content: 0, fin: true }];
  const octets = toOctets(step.bytes);
  return step.do === 'drip' ? cut(octets, step.piece, step.every) : [{ octets, content: 0 }];
}

function cut(octets: Buffer, piece: number, every: number): BodyPiece[] {
  return Array.from({ length: Math.ceil(octets.length / piece) }, (_, index) => ({
    octets: octets.subarray(index * piece, (index + 1) * piece),
    content: 0,
    ...(index > 0 && { wait: every }),
  }));
}
