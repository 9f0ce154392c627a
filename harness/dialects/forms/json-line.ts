/** The fields of a log line that is a JSON object. */
export interface JsonLine {
  /** A field as text: of a string, or of a number; null where it is missing, empty, `-`, or anything else. */
  text(...names: readonly string[]): string | null;
  /** A field as a number, also where it stands in quotes. */
  number(...names: readonly string[]): number | null;
  /** The object in a field; null where there is none. */
  within(name: string): JsonLine | null;
}

/** Reads a line that is one JSON object with this text somewhere in it; null for any other. Names are tried in order. */
export function jsonLine(line: string, has: string): JsonLine | null {
  if (!line.startsWith('{') || !line.includes(has)) return null;
  try {
    return fieldsOf(JSON.parse(line));
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): JsonLine | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields = new Map(Object.entries(value));
  const text = (...names: readonly string[]): string | null => {
    const found = names.map((name) => textOf(fields.get(name))).find((one) => one !== null);
    return found ?? null;
  };
  return {
    text,
    number(...names) {
      const found = text(...names);
      const value = found === null ? Number.NaN : Number(found);
      return Number.isFinite(value) ? value : null;
    },
    within: (name) => fieldsOf(fields.get(name)),
  };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value !== '-' ? value : null;
}
