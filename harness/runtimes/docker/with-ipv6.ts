import { messageOf } from '../../core/problem.ts';

/** An engine takes IPv6 from containers whose networks have none. */
const IPV6 = { 'net.ipv6.conf.all.disable_ipv6': '0' };

/**
 * Starts a container with IPv6 on its loopback and its links, as any machine has it: where no address of that family is,
 * programs ask for no AAAA record (getaddrinfo(3), AI_ADDRCONFIG). A kernel that was started without IPv6 knows no such
 * setting; then the container does without it as well.
 */
export async function withIpv6<Started>(
  start: (sysctls: Readonly<Record<string, string>>) => Promise<Started>,
): Promise<Started> {
  try {
    return await start(IPV6);
  } catch (error) {
    if (!messageOf(error).includes('net/ipv6')) throw error;
    return await start({});
  }
}
