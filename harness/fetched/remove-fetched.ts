import { rm } from 'node:fs/promises';
import { fetchedFolder } from '../core/fetched-folder.ts';
import { type FetchedVersion, fetchedVersions } from '../core/fetched-versions.ts';
import { inVersionRange, splitGateway } from '../core/version-range.ts';

/** Removes the fetched versions that are named, as `nginx` or `nginx@1.30`, or all, and what was kept of Debian's lists. */
export async function removeFetched(
  names: readonly string[],
  folder: string = fetchedFolder(),
): Promise<FetchedVersion[]> {
  const all = await fetchedVersions(folder);
  const meant = all.filter((one) => names.length === 0 || names.some((name) => isNamed(one, name)));
  for (const one of meant) await rm(one.folder, { recursive: true });
  if (names.length === 0) await rm(folder, { recursive: true, force: true });
  return meant;
}

function isNamed({ gateway, version }: FetchedVersion, name: string): boolean {
  const [whose, prefix] = splitGateway(name);
  return gateway === whose && (prefix === null || inVersionRange(version, `=${prefix}`));
}
