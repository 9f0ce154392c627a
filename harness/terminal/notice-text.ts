import type { RunEvent } from '../core/event.ts';
import { formatPlace } from '../core/place.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

const MARKS = { info: 'skip', warning: 'deviates', error: 'fail' } as const;

/** A notice for people: level and message with its code, then place, frame and hint where there are any. */
export function noticeText({ level, problem }: Extract<RunEvent, { type: 'notice' }>, style: Style): string {
  const { message, code, place, frame, hint } = problem;
  const lines = [`${style.as(MARKS[level], level)}: ${message.split('\n').map(printable).join('\n  ')} (${code})`];
  if (place) lines.push(`  at ${printable(formatPlace(place))}`);
  if (frame) lines.push(...frame.split('\n').map((line) => `  ${printable(line)}`));
  if (hint) lines.push(`  hint: ${printable(hint)}`);
  return `${lines.join('\n')}\n`;
}
