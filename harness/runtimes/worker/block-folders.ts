import { mkdir, rename, rm, writeFile } from 'node:fs/promises';

/**
 * Puts a file in the place of each folder, so that nothing can be made in it (ENOTDIR), whoever asks: root's rights end
 * there as well, and no mount is needed. Gives what puts the folders back.
 */
export async function blockFolders(folders: readonly string[]): Promise<() => Promise<void>> {
  for (const folder of folders) {
    await mkdir(folder, { recursive: true });
    await rename(folder, `${folder}.aside`);
    await writeFile(folder, '');
  }
  return async () => {
    for (const folder of folders) {
      await rm(folder, { force: true });
      await rename(`${folder}.aside`, folder);
    }
  };
}
