import envoy from '../../harness/gateways/envoy.ts';
import { testGateway } from './behaviour.ts';

await testGateway(envoy);
