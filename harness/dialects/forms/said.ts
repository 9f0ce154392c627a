/** A value of a log; null for `-`, which most write for none, and for nothing. */
export function said(text: string | undefined): string | null {
  return text === undefined || text === '' || text === '-' ? null : text;
}
