/** Whether a text is what a pattern says, from end to end: `*` stands for any octets, or none; all else for itself. */
export function matchesPattern(text: string, pattern: string): boolean {
  const [start = '', ...others] = pattern.split('*');
  const end = others.pop();
  if (end === undefined) return text === pattern;
  if (!text.startsWith(start) || !text.endsWith(end) || text.length < start.length + end.length) return false;
  // The earliest place of each piece leaves the most room for the next one.
  const last = text.length - end.length;
  let at = start.length;
  for (const piece of others) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > last) return false;
    at = found + piece.length;
  }
  return true;
}
