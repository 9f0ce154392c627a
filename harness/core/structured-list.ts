/** One member of a List of items, and its parameters. */
export interface ListItem {
  readonly kind: 'token' | 'string' | 'other';
  /** As it stands there; a string without its quotes. */
  readonly value: string;
  /** Name -> value as it stands there; `?1` where none is given. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[A-Za-z*][\\w!#$%&'*+.^`|~:/-]*";
const STRING = '"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\["\\\\])*"';
const OTHER = '-?\\d{1,12}\\.\\d{1,3}|-?\\d{1,15}|\\?[01]|:[A-Za-z0-9+/=]*:|@-?\\d{1,15}';
const BARE = `${TOKEN}|${STRING}|${OTHER}`;
const PARAMETER = `; *([a-z*][a-z0-9_.*-]*)(?:=(${BARE}))?`;
const ITEM = new RegExp(`(${BARE})((?:${PARAMETER.replaceAll(/\((?!\?)/g, '(?:')})*)`);
const COMMA = /[ \t]*,[ \t]*/;

/** The members of a structured field that is a List without inner lists (RFC 9651 section 3.1); null for what is none. */
export function structuredList(text: string): ListItem[] | null {
  const items: ListItem[] = [];
  let at = /^ */.exec(text)?.[0].length ?? 0;
  const end = text.replace(/ +$/, '').length;
  while (at < end) {
    const [item, bare = '', parameters = ''] = matchAt(ITEM, text, at) ?? [];
    if (item === undefined) return null;
    items.push(itemOf(bare, parameters));
    at += item.length;
    const comma = matchAt(COMMA, text, at)?.[0];
    if (at < end && comma === undefined) return null;
    at += at < end ? (comma?.length ?? 0) : 0;
    if (comma !== undefined && at >= end) return null;
  }
  return items;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  const sticky = new RegExp(pattern.source, 'y');
  sticky.lastIndex = at;
  return sticky.exec(text);
}

function itemOf(bare: string, parameters: string): ListItem {
  const all = [...parameters.matchAll(new RegExp(PARAMETER, 'g'))];
  const pairs = all.map(([, name = '', value = '?1']): [string, string] => [name, value]);
  if (bare.startsWith('"')) {
    const value = bare.slice(1, -1).replaceAll(/\\(.)/g, '$1');
    return { kind: 'string', value, parameters: new Map(pairs) };
  }
  return { kind: /^[A-Za-z*]/.test(bare) ? 'token' : 'other', value: bare, parameters: new Map(pairs) };
}
