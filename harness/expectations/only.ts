import { defineExpectation } from '../core/expectation.ts';
import { hasStatus, statusesSchema, statusText } from '../core/wanted-status.ts';

/** For many requests: a request that came to nothing has the status none. */
export default defineExpectation({
  key: 'only',
  named: false,
  summary: 'The statuses that there may be over many requests: no answer may have another one.',
  schema: statusesSchema,
  examples: ['[200, 502, 503]', '2xx'],
  judge(expected, { samples }) {
    const wanted = [expected].flat().map(String);
    const others = samples.filter((sample) => !wanted.some((status) => hasStatus(sample.status, status)));
    if (others.length === 0) return [];
    const counts = [...Map.groupBy(others, ({ status }) => statusText(status))].map(
      ([text, all]) => `${all.length} x ${text}`,
    );
    return [{ expected: `only ${wanted.join(', ')}`, actual: `${counts.join(', ')} in ${samples.length} requests` }];
  },
});
