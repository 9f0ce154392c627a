import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import nginx from '../../harness/gateways/nginx.ts';
import pound from '../../harness/gateways/pound.ts';
import { gatewayLines } from '../../harness/terminal/gateway-lines.ts';

const FETCHED = [{ version: '4.23', suite: 'sid', program: '/cache/pound/4.23/pound' }];

function line(gateway: Gateway, program: string): string | undefined {
  return gatewayLines([{ gateway, look: { found: true, program, version: '4.23' }, fetched: FETCHED }]).split('\n')[1];
}

t.test('a version that was fetched stands in where none is installed, and that is said', (t) => {
  t.equal(
    line(pound, '/cache/pound/4.23/pound'),
    "  pound@4.23, fetched from Debian's sid; pound is this one, as none is installed",
  );
  t.equal(line(pound, '/usr/sbin/pound'), "  pound@4.23, fetched from Debian's sid");
  t.end();
});

t.test('a gateway that is not there is a reason, with what was fetched below', (t) => {
  const look = { found: false, reason: 'nginx is not on this machine' } as const;
  t.equal(
    gatewayLines([{ gateway: nginx, look, fetched: FETCHED }]),
    "nginx  not found: nginx is not on this machine\n  nginx@4.23, fetched from Debian's sid\n",
  );
  t.end();
});
