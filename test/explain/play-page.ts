import { once } from 'node:events';
import { connect } from 'node:net';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { Address, Gateway } from '../../harness/core/gateway.ts';
import { loopbackSlot } from '../support/loopback-slot.ts';
import { startGateway } from '../support/start-gateway.ts';
import type { PageCause } from './page-causes.ts';

/** The octets that a gateway answered with when its upstream was broken in this way. */
export interface PlayedPage {
  readonly cause: string;
  readonly octets: Buffer;
}

/** What to play, and where. */
export interface PagePlan {
  readonly program: string;
  readonly causes: readonly PageCause[];
  /** Instead of this process's id, which chooses the loopback address: pages may tell of it. */
  readonly place?: number | undefined;
  /** Whose turn it is, where several run at once: another slot for each. */
  readonly index?: number | undefined;
}

/** Starts a gateway and asks it once for each cause; its upstream listens, or does not, as the cause says. */
export async function playPages(
  gateway: Gateway,
  { program, causes, place, index = 0 }: PagePlan,
): Promise<PlayedPage[]> {
  const pages: PlayedPage[] = [];
  const slot = loopbackSlot(index, place);
  await using _ = await startGateway(gateway, {
    program,
    slots: [slot],
    settings: DEFAULT_SETTINGS,
    timeouts: { connect: 1000, read: 1000 },
    resolver: null,
  });
  for (const cause of causes) {
    await using _upstream = await cause.open(slot.upstreams.app);
    pages.push({ cause: cause.name, octets: await octetsFrom(slot.listen) });
  }
  return pages;
}

/** How long an answer may take to begin to come, in milliseconds. */
const PATIENCE = 20_000;

/** All that comes back for one plain request as a browser might send it. */
async function octetsFrom({ host, port }: Address): Promise<Buffer> {
  const socket = connect(port, host);
  const pieces: Buffer[] = [];
  socket.on('data', (piece) => pieces.push(piece));
  socket.on('error', () => undefined);
  socket.setTimeout(PATIENCE, () => socket.destroy());
  socket.write(
    `GET /report?id=7 HTTP/1.1\r\nHost: ${host}:${port}\r\nAccept: text/html,*/*;q=0.8\r\nConnection: close\r\n\r\n`,
  );
  await once(socket, 'close');
  return Buffer.concat(pieces);
}
