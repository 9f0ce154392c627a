import { setTimeout as pause } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { OWN_WAY } from '../../../harness/core/gateway.ts';
import { ProcessGroup } from '../../../harness/runtimes/local/process-group.ts';
import { GatewayInstance } from '../../../harness/runtimes/worker/gateway-instance.ts';
import { LentDeployment } from '../../../harness/runtimes/worker/lent-deployment.ts';
import { loopbackSlot } from '../../support/loopback-slot.ts';
import { workFolder } from '../../support/work-folder.ts';

const LINUX = process.platform === 'linux' ? false : 'reads /proc';

/** A second process, which takes a name of its own when it is told to; until then no command line holds that name. */
const HELPER = `process.on('SIGUSR2', () => { process.title = ['helper', 'that', 'ends'].join(' '); console.log('named'); });
  setInterval(() => {}, 1000); console.log('forked');`;
const LEADER = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(HELPER)}], { stdio: 'inherit' }); setInterval(() => {}, 1000);`;

/** A gateway of two processes that is lent, and the id of the second one. */
async function lend(t: Test) {
  const launch = {
    files: {},
    command: [process.execPath, '-e', LEADER] as const,
    passing: 'helper that',
    stop: 'SIGTERM' as const,
  };
  const dir = await workFolder(t, {});
  const group = new ProcessGroup(launch.command, { cwd: dir, env: process.env });
  const slot = loopbackSlot(0);
  const ground = { startGateway: async () => group };
  const instance = await GatewayInstance.spawn(ground, { gateway: 'two', label: 'two', dir, launch, slots: [slot] });
  await untilSaid(group, 'forked');
  const deployment = new LentDeployment({
    instance,
    version: '1',
    slot,
    timeouts: { connect: 1000, read: 1000 },
    patience: 5000,
    upstreams: new Map(),
    mark: await instance.mark(),
    pidsBefore: instance.pids(),
    way: OWN_WAY,
    giveBack: async () => await instance.stop(),
  });
  const helper = instance.pids().find((pid) => pid !== instance.leader);
  if (helper === undefined) throw new Error('there is no second process');
  return { group, deployment, helper };
}

async function untilSaid(group: ProcessGroup, text: string): Promise<void> {
  while (!group.output.some((line) => line.text.includes(text))) await pause(10);
}

t.test('a process that says only later that it will end by itself has not vanished', { skip: LINUX }, async (t) => {
  const { group, deployment, helper } = await lend(t);
  process.kill(helper, 'SIGUSR2');
  await untilSaid(group, 'named');
  const { pidsBefore, pidsAfter } = await deployment.settle();
  t.same(pidsBefore, [group.leader]);
  t.same(pidsAfter, [group.leader]);
});

t.test('one that never says so is missed', { skip: LINUX }, async (t) => {
  const { group, deployment, helper } = await lend(t);
  process.kill(helper, 'SIGKILL');
  while (group.pids().includes(helper)) await pause(10);
  const { pidsBefore, pidsAfter } = await deployment.settle();
  t.same([...pidsBefore].sort(), [group.leader, helper].sort());
  t.same(pidsAfter, [group.leader]);
});
