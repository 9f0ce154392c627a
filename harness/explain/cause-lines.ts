import { BAD_ANSWER, BROKEN_OFF, NO_NAME, NO_TLS, NOT_CONNECTED, OF_ITS_OWN, TOO_SLOW } from './causes.ts';
import type { ErrorType } from './error-type.ts';
import type { Cause } from './explanation.ts';

/** Causes that a visitor need not tell apart, and what they are together. */
const FAMILIES: readonly (readonly [means: string, types: readonly ErrorType[]])[] = [
  [
    'the server behind it could not be connected to',
    [...NOT_CONNECTED, 'destination_unavailable', 'connection_limit_reached'],
  ],
  ['its name could not be looked up', NO_NAME],
  ['encryption with it could not be set up', NO_TLS],
  ['it broke off the connection', BROKEN_OFF],
  ['it did not answer in time', TOO_SLOW],
  ['its answer is not valid, or too large', BAD_ANSWER],
  ['the gateway itself is at fault', OF_ITS_OWN],
];

/** So many are told one by one. */
const FEW = 4;

/** What may have happened, a line each; where there is much, in families. */
export function causeLines({ toldBy, possible, note }: Cause): string[] {
  const notes = note === null ? [] : [note];
  const list = possible.length > FEW ? inFamilies(possible) : possible.map(({ type, means }) => `- ${means} (${type})`);
  if (toldBy === 'nobody') return [...notes, 'The page itself does not tell the cause.'];
  if (toldBy === 'Proxy-Status') return ['The gateway tells it in Proxy-Status:', ...list, ...notes];
  if (possible.length === 1) return ['The page tells it:', ...list, ...notes];
  return ['The page leaves open which of these it was:', ...list, ...notes];
}

function inFamilies(possible: Cause['possible']): string[] {
  const lines = FAMILIES.flatMap(([means, types]) => {
    const here = possible.filter(({ type }) => types.includes(type)).map(({ type }) => type);
    return here.length > 0 ? [`- ${means} (${here.join(', ')})`] : [];
  });
  const rest = possible.filter(({ type }) => !FAMILIES.some(([, types]) => types.includes(type)));
  return [...lines, ...rest.map(({ type, means }) => `- ${means} (${type})`)];
}
