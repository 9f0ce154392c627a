const COMPARATOR = /^(<=?|>=?|=)(\d+(?:\.\d+)*)$/;

/** The name and the range of `nginx@<1.25`; the range is null where there is none. */
export function splitGateway(text: string): [name: string, range: string | null] {
  const at = text.indexOf('@');
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

/** Whether a text is a range of versions: comparators such as `<1.23` or `>=2.6`, with blanks between, of which all must hold. */
export function isVersionRange(text: string): boolean {
  return text.split(/\s+/).every((part) => COMPARATOR.test(part));
}

/**
 * Whether a version (its leading numbers; `2.4.62-1` is 2.4.62) lies in a range. Only as many numbers are compared as the
 * comparator has: 2.6.12 is `=2.6` and `<=2.6`.
 */
export function inVersionRange(version: string, range: string): boolean {
  const numbers = (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number);
  return range.split(/\s+/).every((part) => {
    const [, sign = '', bound = ''] = COMPARATOR.exec(part) ?? [];
    return holds(sign, compare(numbers, bound.split('.').map(Number)));
  });
}

function compare(version: readonly number[], bound: readonly number[]): number {
  for (const [index, wanted] of bound.entries()) {
    const difference = (version[index] ?? 0) - wanted;
    if (difference !== 0) return difference;
  }
  return 0;
}

function holds(sign: string, difference: number): boolean {
  switch (sign) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '=':
      return difference === 0;
    default:
      return false;
  }
}
