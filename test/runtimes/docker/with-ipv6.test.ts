import t from 'tap';
import { withIpv6 } from '../../../harness/runtimes/docker/with-ipv6.ts';

t.test('a container has IPv6, whatever its networks have', async (t) => {
  t.same(await withIpv6(async (sysctls) => sysctls), { 'net.ipv6.conf.all.disable_ipv6': '0' });
});

t.test('on a kernel without IPv6 it starts without', async (t) => {
  const start = async (sysctls: object) => {
    if (Object.keys(sysctls).length > 0)
      throw new Error(
        'OCI runtime create failed: open /proc/sys/net/ipv6/conf/all/disable_ipv6: no such file or directory',
      );
    return 'without';
  };
  t.equal(await withIpv6(start), 'without');
});

t.test('what else keeps it from starting is said', async (t) => {
  const start = async () => {
    throw new Error('no space left on device');
  };
  await t.rejects(withIpv6(start), { message: 'no space left on device' });
});
