/** A plain decimal number, as it stands in a log; null for `-`, for nothing, and for anything else. */
export function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : null;
}
