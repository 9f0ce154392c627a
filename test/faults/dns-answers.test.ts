import { decode, TRUNCATED_RESPONSE } from 'dns-packet';
import t from 'tap';
import dnsAaaaBroken from '../../harness/faults/dns-aaaa-broken.ts';
import dnsCnameLoop from '../../harness/faults/dns-cname-loop.ts';
import dnsFlapping from '../../harness/faults/dns-flapping.ts';
import dnsForged from '../../harness/faults/dns-forged.ts';
import dnsLate from '../../harness/faults/dns-late.ts';
import dnsMalformed from '../../harness/faults/dns-malformed.ts';
import dnsManyAddresses from '../../harness/faults/dns-many-addresses.ts';
import dnsNoData from '../../harness/faults/dns-no-data.ts';
import dnsRecordRemoved from '../../harness/faults/dns-record-removed.ts';
import dnsSpecialAddress from '../../harness/faults/dns-special-address.ts';
import dnsTruncated from '../../harness/faults/dns-truncated.ts';
import dnsWrongAddress from '../../harness/faults/dns-wrong-address.ts';
import { dnsBench, OWN, QUERY_ID, queryFor } from './dns-bench.ts';

const arm = await dnsBench(t);

/** Where the header ends, and the question begins (RFC 1035 section 4.1.1). */
const HEADER = 12;
const rcodeOf = (octets: Buffer) => octets.readUInt16BE(2) & 15;
const answersIn = (octets: Buffer) => octets.readUInt16BE(6);
const addresses = (octets: Buffer | string | null) =>
  Buffer.isBuffer(octets) ? (decode(octets).answers ?? []).map((one) => ('data' in one ? one.data : null)) : octets;
const heard = (octets: Buffer | null): Buffer => octets ?? Buffer.alloc(HEADER);

t.test('dns-late: the good address comes, after the delay and not before', async (t) => {
  const name = await arm(t, dnsLate, { delay: '600ms' });
  const from = performance.now();
  t.same(addresses(await name.udp()), [OWN]);
  t.ok(performance.now() - from > 590);
  t.equal(await name.udp('A', 250), null, 'nothing is said before');
  await name.fired();
});

t.test('dns-wrong-address: another address than the upstream’s', async (t) => {
  const name = await arm(t, dnsWrongAddress, { address: '127.0.0.99' });
  t.same(addresses(await name.udp()), ['127.0.0.99']);
  await name.fired();
});

t.test('dns-no-data: NOERROR, and no record for any type', async (t) => {
  const name = await arm(t, dnsNoData);
  for (const type of ['A', 'AAAA'] as const) {
    const octets = heard(await name.udp(type));
    t.equal(rcodeOf(octets), 0);
    t.equal(answersIn(octets), 0);
  }
  await name.fired();
});

t.test('dns-truncated: the bit TC and no record over UDP, an RST over TCP', async (t) => {
  const name = await arm(t, dnsTruncated);
  const octets = heard(await name.udp());
  t.equal(octets.readUInt16BE(2) & TRUNCATED_RESPONSE, TRUNCATED_RESPONSE);
  t.equal(answersIn(octets), 0);
  t.equal(await name.tcp(), 'ECONNRESET');
  await name.fired();
});

t.test('dns-malformed, short: seven octets of a header', async (t) => {
  const name = await arm(t, dnsMalformed, { how: 'short' });
  const octets = heard(await name.udp());
  t.equal(octets.length, 7);
  t.equal(octets.readUInt16BE(0), QUERY_ID);
  await name.fired();
});

t.test('dns-malformed, record-length: RDLENGTH reaches beyond the packet', async (t) => {
  const name = await arm(t, dnsMalformed);
  const octets = heard(await name.udp());
  t.equal(answersIn(octets), 1);
  t.equal(octets.readUInt16BE(octets.length - 6), 0xffff, 'and four octets of an address follow');
  t.same([...octets.subarray(-4)], OWN.split('.').map(Number));
  await name.fired();
});

t.test('dns-malformed, compression-loop: the owner name points to itself', async (t) => {
  const name = await arm(t, dnsMalformed, { how: 'compression-loop' });
  const octets = heard(await name.udp());
  const owner = queryFor(name.name).length;
  t.equal(answersIn(octets), 1);
  t.equal(octets.readUInt16BE(owner), 0xc000 | owner);
  await name.fired();
});

t.test('dns-forged: one thing is wrong, and the address is good', async (t) => {
  const wrongId = await arm(t, dnsForged);
  const other = heard(await wrongId.udp());
  t.equal(other.readUInt16BE(0), QUERY_ID + 1);
  t.same(addresses(other), [OWN]);
  const query = queryFor(wrongId.name);
  t.same(other.subarray(HEADER, query.length), query.subarray(HEADER), 'the question is the one asked');
  await wrongId.fired();
  const wrongQuestion = await arm(t, dnsForged, { wrong: 'question' });
  const reply = heard(await wrongQuestion.udp());
  t.equal(reply.readUInt16BE(0), QUERY_ID);
  t.match(decode(reply), { questions: [{ name: `forged.${wrongQuestion.name}` }], answers: [{ data: OWN }] });
  await wrongQuestion.fired();
});

t.test('dns-cname-loop: each name is the other’s alias', async (t) => {
  const name = await arm(t, dnsCnameLoop);
  const alias = `alias.${name.name}`;
  t.match(decode(heard(await name.udp())).answers, [
    { type: 'CNAME', name: name.name, data: alias },
    { type: 'CNAME', name: alias, data: name.name },
  ]);
  await name.fired();
});

t.test('dns-flapping: nobody’s address and the upstream’s in turn, for each type by itself', async (t) => {
  const name = await arm(t, dnsFlapping);
  const seen = [];
  for (const type of ['A', 'AAAA', 'A', 'A', 'A'] as const) seen.push(addresses(await name.udp(type)));
  t.same(seen, [['127.0.0.66'], [], [OWN], ['127.0.0.66'], [OWN]]);
  await name.fired();
});

t.test('dns-record-removed: an address for an hour, then no such name', async (t) => {
  const name = await arm(t, dnsRecordRemoved);
  t.match(decode(heard(await name.udp())).answers, [{ data: OWN, ttl: 3600 }]);
  t.equal(rcodeOf(heard(await name.udp())), 3);
  await name.fired();
});

t.test('dns-aaaa-broken: A is well, AAAA is not', async (t) => {
  const failing = await arm(t, dnsAaaaBroken);
  t.same(addresses(await failing.udp()), [OWN]);
  t.equal(rcodeOf(heard(await failing.udp('AAAA'))), 2);
  await failing.fired();
  const silent = await arm(t, dnsAaaaBroken, { how: 'silence' });
  t.same(addresses(await silent.udp()), [OWN]);
  t.equal(await silent.udp('AAAA', 300), null);
  await silent.fired();
});

t.test('dns-special-address: addresses that are no upstream’s', async (t) => {
  for (const [address, said] of [
    ['unspecified', '0.0.0.0'],
    ['broadcast', '255.255.255.255'],
  ]) {
    const name = await arm(t, dnsSpecialAddress, { address });
    t.same(addresses(await name.udp()), [said]);
    await name.fired();
  }
});

t.test('dns-many-addresses: truncated over UDP, five hundred over TCP', async (t) => {
  const name = await arm(t, dnsManyAddresses);
  const octets = heard(await name.udp());
  t.equal(octets.readUInt16BE(2) & TRUNCATED_RESPONSE, TRUNCATED_RESPONSE);
  const all = addresses(await name.tcp());
  t.equal(all?.length, 500);
  t.equal(new Set(all).size, 500);
  t.equal(all?.at(-1), OWN);
  await name.fired();
});
