import type { GatewayEvidence } from '../core/evidence.ts';
import type { Rule } from '../core/rule.ts';
import { gatewayErrors } from './facts/gateway-errors.ts';

/** What shows the inside of a gateway, wherever it stands in a response. */
const TELLTALES: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'an errno',
    /\bE(?:CONN[A-Z]+|HOST[A-Z]+|NET[A-Z]+|TIMEDOUT|PIPE|ACCES|NOTFOUND|AI_[A-Z]+|ADDR[A-Z]+|MFILE|NOENT)\b/,
  ],
  ['an errno', /\berrno[\s:=(]*\d+|\bconnect error: \d+\b/i],
  ['the text of a system call', /\bdial tcp\b|\bgetaddrinfo\b|\blookup \S+ on \S+:\d+/],
  ['a file path', /(?<![\w./-])\/(?:usr|etc|var|home|opt|srv|tmp|root|app|lib)\/[\w.-]+/],
  ['a stack trace', /^\s+at \S.*:\d+(?::\d+)?\)?\s*$|\bgoroutine \d+ \[|Traceback \(most recent call last\)/m],
];

export default [
  {
    id: 'OP-40',
    title: "A gateway's error does not show its inside",
    level: 'practice',
    source: 'RFC 9209 section 4; CWE-209',
    summary:
      'An error that the gateway made holds no address of an upstream, no errno, no file path and no stack. The cause in plain words ("Connection refused") tells no more than a Proxy-Status would, and may be named.',
    example: 'Client: `502 … connect() to 10.0.0.5:9000 failed (ECONNREFUSED)`.',
    judge: (facts) => {
      const addresses = addressPatterns(facts.evidence.gateway);
      return gatewayErrors(facts).flatMap(({ exchange }) => {
        const text = withoutTarget(exchange.received.toString('latin1'), exchange.target);
        const shown = [...addresses, ...TELLTALES]
          .map(([what, pattern]) => [what, pattern.exec(text)?.[0].trim()] as const)
          .filter(([, found]) => found !== undefined)
          .map(([what, found]) => `${what} (${found})`);
        if (shown.length === 0) return [];
        const expected = 'an error without addresses, errno, paths and stacks';
        return [
          { expected, actual: `${exchange.final?.status} that shows ${shown.join(', ')}`, exchange: exchange.id },
        ];
      });
    },
  },
] satisfies Rule[];

/** An address that the client itself connected to is no secret; some gateways put it under their error pages. */
function addressPatterns({ upstreams, listen }: GatewayEvidence): [what: string, pattern: RegExp][] {
  return Object.entries(upstreams).flatMap(([name, address]) => {
    const host = hostOf(address);
    const secret = host === hostOf(listen) ? address : host;
    return [
      [`the address of upstream ${name}`, new RegExp(`(?<![\\w.])${escapeRegex(secret)}(?!\\w|\\.\\d)(?::\\d+)?`)],
    ];
  });
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}

/** What the client asked for is no secret: error pages repeat it. */
function withoutTarget(text: string, target: string): string {
  return text.replace(new RegExp(`(?<![\\w.-])${escapeRegex(target)}(?![\\w./-])`, 'g'), ' ');
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
