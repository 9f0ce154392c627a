import t from 'tap';
import { testsInNamespace } from '../support/tests-in-namespace.ts';

await testsInNamespace(t, new URL('./programs/control.ts', import.meta.url));
