/**
 * With GUIDED=off every test of the sources runs without guided reading (assembly/guided/), on which nothing but time
 * may depend.
 */
import { Scanner } from '../../src/engines/wasm/scanner/scanner.js';

Scanner.guided = process.env.GUIDED !== 'off';
