import { z } from 'zod';
import { formatDuration, parseDuration } from '../core/duration.ts';
import { defineExpectation } from '../core/expectation.ts';
import { answerTime, describeAnswer } from '../core/facts.ts';
import { inRange, parseRange, type Range } from '../core/range.ts';

const schema = z
  .string('must be a duration such as 500ms, or a range such as 1s..1.5s')
  .refine((text) => rangeOf(text) !== undefined, 'must be a duration such as 500ms, or a range such as 1s..1.5s');

/** Timed from the sending of the request to the last byte of the complete response, or to the end of the connection. */
export default defineExpectation({
  key: 'within',
  named: false,
  summary: 'How long the answer may take: an upper bound, or a range from the least to the most.',
  schema,
  examples: ['500ms', '1s..1.5s'],
  judge(expected, { exchanges }) {
    const range = rangeOf(expected) ?? { min: 0, max: Number.POSITIVE_INFINITY };
    return exchanges
      .map(({ exchange }) => ({ exchange, ms: answerTime(exchange) }))
      .filter(({ ms }) => !inRange(ms, range))
      .sort((a, b) => distance(b.ms, range) - distance(a.ms, range))
      .map(({ exchange, ms }) => ({
        expected: `an answer within ${expected}`,
        actual: `${formatDuration(ms)} (${describeAnswer(exchange)})`,
        exchange: exchange.id,
        // A client that waited to the end of its patience was not misled by a late clock.
        timed: exchange.ended !== 'timeout',
      }));
  },
});

/** A lone duration bounds from above. */
function rangeOf(text: string): Range | undefined {
  const range = parseRange(text, parseDuration);
  return range && !text.includes('..') ? { min: 0, max: range.max } : range;
}

function distance(ms: number, { min, max }: Range): number {
  return Math.max(min - ms, ms - max);
}
