import caddy from '../../harness/gateways/caddy.ts';
import { testGateway } from './behaviour.ts';

await testGateway(caddy);
