import type { Octets } from './octet-scanner.ts';

const DIGIT = '0123456789';
const CAPITAL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const BEFORE = ' :"=>\t\'';
const AFTER = ' ",}\t';

/** With the thread that Pound puts in front of its errors alone, behind its name or its process. */
const WORDS =
  'rror RROR ERR_ warn Warn WARN fail Fail FAIL fatal FATAL crit alert ALERT emerg imed imeout TIMED refuse reset bort ABORT close DOWN sick nhealthy no+server trunc [lib/ .c.1 .c.2 .c.3 .c.4 .c.5 .c.6 .c.7 .c.8 .c.9 hang+up insufficient disconnect ound:+( ]:+( tatus":0 tatus":"0 tatus=0 tatus":-1';

/** HAProxy's flags of what ended a session and where: other than two dashes. */
const FLAGS = [' ', 'CSPLURIDKcs', 'RQCHDLT'] as const;

/**
 * What every line that tells of trouble has at least one of, in whatever dialect: a status, a code, or a word for it, place by
 * place. A line without any need not be looked at; a line with one may be of anything.
 */
export const TROUBLE_MARKS: readonly (readonly Octets[])[] = [
  ...WORDS.split(' ').map((word) => [...word.replaceAll('+', ' ')]),
  [BEFORE, '45', DIGIT, DIGIT, AFTER],
  [BEFORE, '0', '0', '0', AFTER],
  // Squid's result in front of it.
  [CAPITAL, '/', '45', DIGIT, DIGIT, ' '],
  // nginx's process and thread, in every line of its error log.
  [DIGIT, '#', DIGIT],
  [...FLAGS, '-NIDVEOUP', '-NIRDUP', ' ', DIGIT],
  [...FLAGS, ' ', DIGIT],
  // Envoy's flags.
  ['"', ' ', DIGIT, DIGIT, DIGIT, ' ', CAPITAL, CAPITAL],
  [...'flags":"', CAPITAL],
];
