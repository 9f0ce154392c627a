const NAMED: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t', '\\': '\\\\' };

/**
 * Octets as text that is safe on a terminal: printable ASCII as it is, all else as `\r`, `\n`, `\t` or `\x00`. What is
 * beyond `limit` octets is cut and marked by an ellipsis.
 */
export function printableBytes(bytes: Buffer, limit = bytes.length): string {
  const shown = bytes.subarray(0, limit).toString('latin1');
  const text = shown.replace(/[^\x20-\x7e]|\\/g, (char) => NAMED[char] ?? hex(char));
  return bytes.length > limit ? `${text}…` : text;
}

/**
 * Text from outside (a log line, a reason) with everything that could steer a terminal made visible: control, format
 * and private characters, escape codes among them. Line breaks are escaped too; split first where they are wanted.
 */
export function printable(text: string): string {
  return text.replace(/\p{C}|[\u2028\u2029]/gu, (char) => NAMED[char] ?? hex(char));
}

function hex(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16);
  return code.length > 2 ? `\\u{${code}}` : `\\x${code.padStart(2, '0')}`;
}
