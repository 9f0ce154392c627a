/** Octets of the headers of UDP and DNS, behind which the question's name stands (RFC 1035 section 4.1). */
const BEFORE_NAME = 8 + 12;
/** Octets of a packet that nft compares at once. */
const AT_ONCE = 16;

/** What tells a query for a name, in nft's words: a datagram to port 53 whose question begins with the name's labels. */
export function queryFor(name: string): string {
  const labels = name.split('.').map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, 'latin1'));
  const octets = Buffer.concat(labels);
  const pieces = Array.from({ length: Math.ceil(octets.length / AT_ONCE) }, (_, index) => {
    const piece = octets.subarray(index * AT_ONCE, (index + 1) * AT_ONCE);
    const at = (BEFORE_NAME + index * AT_ONCE) * 8;
    return `@th,${at},${piece.length * 8} 0x${piece.toString('hex')}`;
  });
  return ['udp dport 53', ...pieces].join(' ');
}
