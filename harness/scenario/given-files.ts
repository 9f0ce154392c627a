import { join } from 'node:path';
import type { Path } from './path.ts';
import { readText } from './read-text.ts';
import type { Complaint, Report } from './report.ts';

/** Where `files` of a gateway stand, and what is wrong with the name of one; undefined where it is right. */
export interface GivenFiles {
  readonly path: Path;
  /** Where relative paths begin. */
  readonly folder: string;
  readonly report: Report;
  complain(name: string): Complaint | undefined;
}

/** Contents stand as they are; a single line that begins with `./` or `../` is the path of a file to read. */
export async function givenFiles(
  files: Readonly<Record<string, unknown>>,
  { path, folder, report, complain }: GivenFiles,
): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const [name, given] of Object.entries(files)) {
    if (typeof given !== 'string') continue;
    const at = [...path, 'files', name];
    const complaint = complain(name);
    if (complaint) report.add(at, complaint);
    const read = /^\.\.?\/[^\n]*$/.test(given) ? await readText(join(folder, given), given) : { text: given };
    if ('text' in read) contents[name] = read.text;
    else if (read.problem.code === 'empty-file') contents[name] = '';
    else report.add(at, { code: read.problem.code, message: read.problem.message });
  }
  return contents;
}
