import reference from '../../harness/gateways/reference.ts';
import { testGateway } from './behaviour.ts';

await testGateway(reference);
