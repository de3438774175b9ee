/** The JavaScript engine: one fused interpreter. */
export { DirectMachine } from './interpreter.js';
export { memoIndex as memoIndexOfLine } from './text-opcodes.js';
