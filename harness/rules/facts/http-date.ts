const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const TIME = '\\d{2}:\\d{2}:\\d{2}';

/** The three forms of a date in HTTP: the fixed one, and the two obsolete ones (RFC 9110 section 5.6.7). */
const FORMS = [
  new RegExp(`^${DAY}, \\d{2} ${MONTH} \\d{4} ${TIME} GMT$`),
  new RegExp(`^${LONG_DAY}, \\d{2}-${MONTH}-\\d{2} ${TIME} GMT$`),
  new RegExp(`^${DAY} ${MONTH} [ \\d]\\d ${TIME} \\d{4}$`),
];

/** The moment that an HTTP-date names, in milliseconds since 1970; null for what is none. */
export function httpDate(text: string): number | null {
  const [, , asctime] = FORMS;
  if (!FORMS.some((form) => form.test(text))) return null;
  const parsed = Date.parse(asctime?.test(text) ? `${text} GMT` : text);
  return Number.isNaN(parsed) ? null : parsed;
}
