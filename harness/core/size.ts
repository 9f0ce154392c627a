const UNITS: Readonly<Record<string, number>> = { B: 1, KB: 1000, KiB: 1024, MB: 1_000_000, MiB: 1_048_576 };
const SHAPE = /^(\d+)(B|KB|KiB|MB|MiB)$/;

/** Bytes of a size such as `512B`, `4KiB` or `1MB`; undefined where the text is none (a unit is required). */
export function parseSize(text: string): number | undefined {
  const match = SHAPE.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  return match && unit ? Number(match[1]) * unit : undefined;
}

/** A size for people: `512 B`, `4 KiB`. */
export function formatSize(bytes: number): string {
  if (bytes >= 1_048_576 && bytes % 1_048_576 === 0) return `${bytes / 1_048_576} MiB`;
  if (bytes >= 1024 && bytes % 1024 === 0) return `${bytes / 1024} KiB`;
  return `${bytes} B`;
}
