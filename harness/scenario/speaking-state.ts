import { z } from 'zod';
import type { UpstreamState } from '../core/scenario.ts';
import { HEALTHY } from '../core/script.ts';
import type { Path } from './path.ts';
import type { Report } from './report.ts';
import { SPEECH_SHAPE, spoken } from './speech-shape.ts';

/** What `tls` and `http2` say, with whatever else stands beside them. */
const speechSchema = z.object(SPEECH_SHAPE);

/** A state that is healthy but for how it speaks. */
export const speakingSchema = z.strictObject(SPEECH_SHAPE);

/** The state of a script, spoken as the keys beside it say. Without a state it is a healthy one. */
export function toSpeakingState(
  value: Readonly<Record<string, unknown>>,
  path: Path,
  report: Report,
  state?: UpstreamState,
): UpstreamState | undefined {
  const speech = report.check<z.output<typeof speechSchema>>(state ? speechSchema : speakingSchema, value, path);
  if (!speech) return undefined;
  const words = Object.keys(SPEECH_SHAPE).filter((key) => key in value);
  const { effect, label } = state ?? { effect: { place: 'script', script: HEALTHY } as const, label: 'healthy' };
  if (effect.place !== 'script' || words.length === 0) return state;
  return {
    fault: null,
    label: `${label} (${words.join(', ')})`,
    effect: { place: 'script', script: spoken(effect.script, speech) },
  };
}
