import type { ReadLine } from '../../core/dialect.ts';

const REQUEST = /^([A-Z][A-Z-]{0,19}) (\S{1,8000})(?: HTTP\/\d(?:\.\d)?)?$/;

/** The method and the target of a request line (`GET /report HTTP/1.1`); nulls where it could not be read, `-` or `<BADREQ>`. */
export function requestWords(text: string | undefined): Pick<ReadLine, 'method' | 'target'> {
  const words = text === undefined ? null : REQUEST.exec(text);
  return { method: words?.[1] ?? null, target: words?.[2] ?? null };
}
