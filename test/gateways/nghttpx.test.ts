import nghttpx from '../../harness/gateways/nghttpx.ts';
import { testGateway } from './behaviour.ts';

await testGateway(nghttpx);
