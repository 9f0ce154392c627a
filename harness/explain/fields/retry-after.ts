import { formatDuration } from '../../core/duration.ts';
import type { FieldReader } from '../field-reader.ts';
import { retryAfter } from '../retry-after.ts';

export default {
  name: 'Retry-After',
  source: 'RFC 9110 section 10.2.3',
  read: (values, now) => {
    const ms = retryAfter(values, now);
    if (ms === null) return [`\`${values[0] ?? ''}\` is neither a number of seconds nor a date`];
    return [ms === 0 ? 'the time to ask again has come already' : `ask again after ${formatDuration(ms)}, not sooner`];
  },
} satisfies FieldReader;
