import t from 'tap';
import { ownAddress } from '../../harness/containers/own-address.ts';

t.test('an address of this machine is its own, localhost by its number', async (t) => {
  t.equal(await ownAddress('127.0.0.1'), '127.0.0.1');
  t.equal(await ownAddress('localhost'), '127.0.0.1');
});

t.test('an address of another machine is not', async (t) => {
  t.equal(await ownAddress('198.51.100.7'), null, 'TEST-NET-2 (RFC 5737) belongs to nobody');
});
