import { z } from 'zod';
import { defineExpectation } from '../core/expectation.ts';
import { describeAnswer } from '../core/facts.ts';

export default defineExpectation({
  key: 'connection',
  named: false,
  summary: 'What became of the client connection after the response: kept or closed.',
  schema: z.enum(['kept', 'closed'], { error: 'must be kept or closed' }),
  examples: ['kept', 'closed'],
  judge(expected, { exchanges }) {
    return exchanges
      .filter(({ exchange: { ended } }) =>
        expected === 'kept' ? ended !== 'kept' : ended !== 'fin' && ended !== 'rst',
      )
      .map(({ exchange }) => ({
        expected: `the client connection ${expected}`,
        actual: describeAnswer(exchange),
        exchange: exchange.id,
      }));
  },
});
