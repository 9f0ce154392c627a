import type { GatewayKnowledge } from './gateway-knowledge.ts';
import type { RankedFault } from './rank-faults.ts';
import { tokensOf } from './trace-tokens.ts';
import type { TraceKind } from './traces.ts';

/** What shows a cause of each group of the catalogue, where the log does not. */
const SHOWN_BY: Readonly<Record<string, string>> = {
  connection: 'ask the upstream by hand from the gateway’s machine (`curl -v`), and see `ss -ltn` on the upstream’s',
  overload: 'look at the accept queue (`ss -ltn`: Recv-Q against Send-Q) and at `nstat -az TcpExtListenOverflows`',
  'firewall and routes':
    'capture packets on both sides: SYN without an answer is dropped, with ICMP or RST it is refused on the way',
  network: 'look for retransmissions and loss in a packet capture (`ss -ti`, `tcpdump`)',
  dns: 'ask the resolver that the gateway asks for the upstream’s name (`dig`, A and AAAA)',
  tls: 'do the handshake by hand (`openssl s_client -connect … -servername …`)',
  process: 'see when the upstream’s process started and ended, and what the kernel says of it (`dmesg`: out of memory)',
  resources: 'look at memory, descriptors and threads of the upstream at that time',
  answer: 'see in the upstream’s own access log whether it had the request, and how it ended it',
  head: 'see the octets of the upstream’s response head: `curl -v --raw` straight to it, or a packet capture',
  body: 'see how the upstream’s response body is framed and where it ends: `curl -v --raw` straight to it, or a packet capture',
  'http/2': 'see the frames of the upstream (`nghttp -v`), or a packet capture',
  behaviour: 'ask the upstream straight several times, on one connection and on new ones',
};

/** One sentence: what happened between the gateway and its upstream. */
export function causeOf(names: readonly string[], { base }: GatewayKnowledge): string {
  const [first = '', ...others] = names;
  const summary = base.faults.get(first)?.summary ?? first;
  if (others.length === 0) return summary;
  return `One of ${names.length} faults that leave the very same lines, such as ${first}: ${summary}`;
}

/** What in the log speaks for it: the telling words, and how few faults leave them. */
export function evidenceOf(kind: TraceKind, knowledge: GatewayKnowledge): string[] {
  const all = knowledge.faults.length;
  const lines = kind.lines.map((line) => {
    const [entry] = kind.entries.filter((one) => one.kind === line.kind && one.code === line.code);
    const words = [line.status && `status ${line.status}`, line.code, line.message && `"${line.message}"`];
    const few = Math.min(all, ...tokensOf({ lines: [line], late: null }).map(({ key }) => knowledge.leaving(key)));
    return `${line.kind} line ${entry?.line ?? '?'}: ${words.filter(Boolean).join(', ') || 'no error'} (${few} of ${all} recorded faults leave this)`;
  });
  const ms = kind.entries.find((one) => one.ms !== null)?.ms;
  return ms == null ? lines : [...lines, `it took ${Math.round(ms)} ms`];
}

/** What tells faults of one group apart: nothing in this log does. */
export function apartInGroup(names: readonly string[], { base }: GatewayKnowledge): string[] {
  if (names.length < 2) return [];
  const groups = Map.groupBy(names, (name) => base.faults.get(name)?.group ?? 'connection');
  return [...groups].map(([group, own]) => `for ${own.join(', ')}: ${SHOWN_BY[group] ?? SHOWN_BY.connection}`);
}

/** What would be in the log, or how the client would have been answered, if it were the next suspect. */
export function apartFromNext(
  one: RankedFault,
  next: RankedFault,
  kind: TraceKind,
  knowledge: GatewayKnowledge,
): string[] {
  const name = next.fault.signature.fault;
  const said = new Set(tokensOf(kind).map(({ key }) => key));
  const other = next.like.tokens.filter(({ key }) => !said.has(key)).map(({ key }) => key);
  if (other.length > 0) return [`${name} would leave: ${other.join('; ')}`];
  const more = next.fault.traces.find(({ always, trace }) => always && trace !== next.like.trace);
  if (more) return [`${name} would leave further lines beside these: ${more.tokens.map(({ key }) => key).join('; ')}`];
  const [mine, theirs] = [one, next].map(({ fault }) => fault.signature.times[0]?.[0]);
  if (mine !== theirs) return [`${name}: the client was answered ${theirs}, not ${mine}`];
  const group = knowledge.base.faults.get(name)?.group ?? 'connection';
  return [`${name}: ${SHOWN_BY[group] ?? SHOWN_BY.connection}`];
}
