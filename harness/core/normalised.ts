/**
 * What takes the place of what differs from one run to the next, in this order: the longer and the more certain first. Every
 * pattern is linear in the length of the text.
 */
const VARYING: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\b/g, '<time>'],
  [/\b\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b(?:https?|wss?|ftp):\/\/[^\s"'<>]{1,2048}/gi, '<url>'],
  [/\bunix:[^\s"'<>,]{1,512}/g, '<unix>'],
  [/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?::\d{1,5})?\b/g, '<addr>'],
  [/\[?\b(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){0,6}(?:::)?\]?(?::\d{1,5})?/gi, '<addr>'],
  [
    /(?<![\w.-])[a-z0-9-][a-z0-9.-]*\.(?:test|example|internal|local|com|net|org|io)(?![\w-])\.?(?::\d{1,5})?/gi,
    '<name>',
  ],
  [/(?<=^|[\s"'(])\/[^\s"',;)]{0,2048}/g, '<path>'],
  [/\b0x[0-9a-f]{1,16}\b/gi, '<n>'],
  [/\b[0-9a-f]{16,64}\b/gi, '<id>'],
];

/** Numbers that say what went wrong: an errno or an alert in brackets behind its words, an HTTP status, an Apache code. */
const NUMBER = /(?<![\w.(#-]|HTTP\/|errno=?|alert number |SSL alert number |code |status )\d+(?:\.\d+)*(?![\w:])/g;

/** No gateway says more of a request in words of its own. */
const MOST = 4096;

/** A text without what differs from one run to the next: addresses, names, times, ids, numbers, paths; at most so much of it. */
export function normalised(text: string): string {
  const named = VARYING.reduce((so, [pattern, name]) => so.replace(pattern, name), text.slice(0, MOST));
  return named.replace(NUMBER, '<n>').replace(/\s+/g, ' ').trim();
}
