/** What is in one set and not in the other. */
export function without<Value>(one: ReadonlySet<Value>, other: ReadonlySet<Value>): Set<Value> {
  return new Set([...one].filter((value) => !other.has(value)));
}
