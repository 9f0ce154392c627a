import squid from '../../harness/gateways/squid.ts';
import { testGateway } from './behaviour.ts';

await testGateway(squid);
