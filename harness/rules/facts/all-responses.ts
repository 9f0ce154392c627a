import type { ParsedResponse } from '../../core/evidence.ts';

/** Every response to one request, interim ones first, at the client or from the upstream. */
export function allResponses({
  interim,
  final,
}: {
  readonly interim: readonly ParsedResponse[];
  readonly final: ParsedResponse | null;
}): readonly ParsedResponse[] {
  return final ? [...interim, final] : interim;
}
