import apache from '../../harness/gateways/apache.ts';
import { testGateway } from './behaviour.ts';

await testGateway(apache);
