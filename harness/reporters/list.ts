import type { Reporter } from '../core/reporter.ts';
import { listSession } from '../terminal/list-session.ts';

const list: Reporter = {
  name: 'list',
  summary: 'One line for each case as it ends, failures in full; the default where there is no terminal.',
  machine: false,
  totals: true,
  open: listSession,
};

export default list;
