import t from 'tap';
import { everyConnection } from '../../harness/core/every-connection.ts';
import type { Fault } from '../../harness/core/fault.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { wirePicture } from '../../harness/terminal/wire-picture.ts';

t.test('a script is shown in the order in which things are sent', (t) => {
  const effect = everyConnection(
    { do: 'read', what: 'request' },
    { do: 'send', bytes: { text: 'HTTP/1.1 200 OK\r\n' } },
    { do: 'send', bytes: { repeat: 'x', times: 2048 } },
    { do: 'stall', ms: 1500 },
    { do: 'reset' },
  );
  t.same(wirePicture(effect), [
    'gateway ─────▶ upstream  request',
    'gateway ◀───── upstream  "HTTP/1.1 200 OK\\r\\n"',
    'gateway ◀───── upstream  2 KiB of "x"',
    '               upstream  nothing for 1.5 s',
    'gateway ◀───── upstream  RST',
  ]);
  t.end();
});

t.test('what never comes to a connection is shown, too', (t) => {
  t.match(wirePicture({ place: 'listener', state: 'closed' }), [/SYN$/, /RST: nothing listens/]);
  t.match(wirePicture({ place: 'firewall', verdict: 'drop' }), [/SYN$/, /vanishes/]);
  t.match(wirePicture({ place: 'firewall', verdict: 'icmp-admin-prohibited' }), [/SYN$/, /ICMP admin-prohibited/]);
  t.match(wirePicture({ place: 'route', type: 'unreachable' }), [/no SYN is sent/]);
  t.end();
});

t.test('no octet of a fault reaches the terminal as it is', async (t) => {
  for (const fault of await loadFolder<Fault>('faults')) {
    const lines = wirePicture(fault.effect(fault.params.parse({})));
    t.notOk(
      lines.some((line) => /[\x00-\x1f\x7f-\x9f]/.test(line) || line.length > 260),
      fault.name,
    );
  }
});
