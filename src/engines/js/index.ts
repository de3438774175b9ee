/** The JavaScript engine: one fused interpreter. */
export { DirectMachine } from './interpreter.js';
