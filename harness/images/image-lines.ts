import type { OwnImage } from './list-images.ts';

/** Images in columns: reference, size, id. The reference comes first, so that `cut -d' ' -f1` gives what `docker run` takes. */
export function imageLines(images: readonly OwnImage[]): string {
  if (images.length === 0) return 'no such image was made here; `gatecrash images build` makes them\n';
  const label = ({ reference, name }: OwnImage): string => reference ?? `(left over of ${name})`;
  const width = Math.max(...images.map((image) => label(image).length));
  const size = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`.padStart(7);
  return images
    .map(
      (image) =>
        `${label(image).padEnd(width)}  ${size(image.size)}  ${image.id.replace('sha256:', '').slice(0, 12)}\n`,
    )
    .join('');
}
