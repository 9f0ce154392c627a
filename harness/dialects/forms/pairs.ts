// The look-behind keeps it linear: a name is tried at its first character only.
const PAIR = /(?<![\w.-])([A-Za-z_][\w.-]{0,60})(?:=|: ?)(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))/g;

/** The pairs of a text, `key=value` and `key: "value"` (logfmt, and what people write into log formats), by lower-case key. */
export function pairs(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(PAIR)].map(([, key = '', quoted, plain]) => [key.toLowerCase(), quoted ?? plain ?? '']),
  );
}
