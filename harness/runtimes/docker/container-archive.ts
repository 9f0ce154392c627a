import type { ContainerEntries } from '../worker/engine-request.ts';

/** Octets of a block: what all of a tar archive is made of (POSIX.1-1988, ustar; GNU tar for long names). */
const BLOCK = 512;
/** Octets of a name in a header; a longer one stands in an entry of its own before. */
const NAME = 100;

/** Types of entries. */
const TYPE = { file: '0', link: '2', folder: '5', longTarget: 'K', longName: 'L' } as const;

interface Entry {
  readonly name: string;
  readonly type: (typeof TYPE)[keyof typeof TYPE];
  readonly mode: number;
  readonly content?: Buffer;
  readonly target?: string;
}

/** A tar archive of what is put into a container; the engine unpacks it at its root. All of it is root's. */
export function containerArchive({ folders, files, links }: ContainerEntries): Buffer {
  const entries: Entry[] = [
    ...folders.map((path): Entry => ({ name: `${inRoot(path)}/`, type: TYPE.folder, mode: 0o1777 })),
    ...Object.entries(files).map(
      ([path, text]): Entry => ({ name: inRoot(path), type: TYPE.file, mode: 0o644, content: Buffer.from(text) }),
    ),
    ...Object.entries(links).map(
      ([path, target]): Entry => ({ name: inRoot(path), type: TYPE.link, mode: 0o777, target }),
    ),
  ];
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

function inRoot(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}

function blocksOf(entry: Entry): Buffer[] {
  const { name, target = '', content = Buffer.alloc(0) } = entry;
  return [
    ...long(TYPE.longName, name),
    ...long(TYPE.longTarget, target),
    header(entry, content.length),
    padded(content),
  ];
}

function long(type: Entry['type'], text: string): Buffer[] {
  if (Buffer.byteLength(text) <= NAME) return [];
  const content = Buffer.from(`${text}\0`);
  return [header({ name: '././@LongLink', type, mode: 0 }, content.length), padded(content)];
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

function header({ name, type, mode, target = '' }: Entry, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const put = (text: string, offset: number, length: number) => Buffer.from(text).copy(block, offset, 0, length);
  put(name, 0, NAME);
  put(octal(mode, 7), 100, 8);
  put(octal(0, 7), 108, 8);
  put(octal(0, 7), 116, 8);
  put(octal(size, 11), 124, 12);
  put(octal(0, 11), 136, 12);
  // The sum of all octets counts those of its own field as blanks.
  put(' '.repeat(8), 148, 8);
  put(type, 156, 1);
  put(target, 157, NAME);
  put('ustar\x0000', 257, 8);
  put(
    `${octal(
      block.reduce((sum, octet) => sum + octet, 0),
      6,
    )}\0 `,
    148,
    8,
  );
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
