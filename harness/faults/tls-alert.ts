import { z } from 'zod';
import { defineFault } from '../core/fault.ts';
import { endedIn } from '../core/fired.ts';
import { afterClientHello } from '../core/over-tls.ts';

/** A fatal alert (RFC 8446 section 6.2) in answer to the ClientHello, as one record, and a FIN behind it. */
function alert(name: string, ref: string, code: number) {
  const record = `1503030002 02${code.toString(16)}`;
  return defineFault({
    name: `tls-alert-${name}`,
    ref,
    summary: `The ClientHello is answered with the fatal alert ${name.replaceAll('-', '_')} (${code}), then FIN.`,
    group: 'tls',
    params: z.strictObject({}),
    examples: [`tls-alert-${name}`],
    isolate: 'none',
    needs: [],
    outcome: { error: 'tls_alert_received', bound: 'at-once', accepts: ['error'] },
    effect: () => afterClientHello({ do: 'send', bytes: { hex: record } }, { do: 'close' }),
    fired: endedIn('close'),
  });
}

export default [alert('handshake-failure', 'C19', 40), alert('unrecognized-name', 'C20', 112)];
