import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Launch } from '../../core/gateway.ts';
import { foldersWithin } from '../worker/folders-within.ts';

/**
 * The words before a gateway's command that let it alone see its files at the paths where its configuration has them:
 * a mount namespace of its own, in which a script of ours puts them there. Empty where the launch asks for nothing.
 */
export async function privateView(launch: Launch, dir: string): Promise<readonly string[]> {
  const { placed = {}, writable = [] } = launch;
  if (Object.keys(placed).length + writable.length === 0) return [];
  const view = join(dir, 'view');
  const lines = writable.map((folder) => `fresh ${quoted(folder)}`);
  lines.push(...foldersWithin(launch).map((folder) => `within ${quoted(folder)}`));
  for (const [index, [path, content]] of Object.entries(placed).entries()) {
    const source = join(view, 'files', String(index));
    await mkdir(join(view, 'files'), { recursive: true });
    await writeFile(source, content);
    // Read by whatever user the gateway becomes.
    await chmod(source, 0o644);
    lines.push(`put ${quoted(source)} ${quoted(path)}`);
  }
  await mkdir(view, { recursive: true });
  const script = join(dir, 'view.sh');
  await writeFile(script, `${functions(view)}${lines.join('\n')}\nexec "$@"\n`);
  return ['unshare', '--mount', 'sh', script];
}

/**
 * A folder that is there already is covered by a mount; where a file or folder is to be made and its parent is not ours,
 * the parent is covered first by one that holds links to all that was in it.
 */
function functions(view: string): string {
  return `set -e
ours=' '
own() {
  case "$ours" in *" $1 "*) return ;; esac
  if [ "$1" = / ]; then echo 'gatecrash: no new folder can be put right below /' >&2; exit 64; fi
  if [ ! -d "$1" ]; then own "$(dirname "$1")"; mkdir "$1"; ours="$ours$1 "; return; fi
  before=${quoted(view)}/before"$1"
  mkdir -p "$before"
  mount --rbind "$1" "$before"
  mount -t tmpfs -o mode=0755 tmpfs "$1"
  for entry in "$before"/* "$before"/.[!.]*; do
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    if [ -L "$entry" ]; then cp -P "$entry" "$1/"; else ln -s "$entry" "$1/"; fi
  done
  ours="$ours$1 "
}
fresh() {
  new=${quoted(view)}/fresh"$1"
  mkdir -p "$new"
  chmod 1777 "$new"
  if [ -d "$1" ]; then
    (cd "$1" && find . -mindepth 1 -type d 2>/dev/null) | while read -r folder; do mkdir -p "$new/$folder"; chmod 1777 "$new/$folder"; done
  else
    own "$(dirname "$1")"
    mkdir "$1"
  fi
  mount --bind "$new" "$1"
}
within() {
  [ -d "$1" ] || mkdir -p -m 1777 "$1"
}
put() {
  if [ ! -e "$2" ]; then own "$(dirname "$2")"; : > "$2"; fi
  mount --bind "$1" "$2"
}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
