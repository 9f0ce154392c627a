/** A pattern between slashes, with an `i` behind where case does not matter, else the text itself; undefined where the pattern is none. */
export function textPattern(value: string): RegExp | undefined {
  const [, source, flags] = /^\/(.+)\/(i?)$/s.exec(value) ?? [];
  try {
    return new RegExp(source ?? value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), flags);
  } catch {
    return undefined;
  }
}
