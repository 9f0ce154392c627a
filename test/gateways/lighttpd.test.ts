import lighttpd from '../../harness/gateways/lighttpd.ts';
import { testGateway } from './behaviour.ts';

await testGateway(lighttpd);
