import pound from '../../harness/gateways/pound.ts';
import { testGateway } from './behaviour.ts';

await testGateway(pound);
