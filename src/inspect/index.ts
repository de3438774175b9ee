/** pickletools: look at, check and shorten pickles without loading them. */
export { DisassemblyError, type DisMemo, type DisOptions, dis } from './dis.js';
export { explain, formatOf } from './explain.js';
export { genops, type Operation } from './genops.js';
export { type GlobalUse, type GlobalUses, globalsOf } from './globals-of.js';
export { type InertParts, inertParts } from './inert-parts.js';
export { type JSONTextOptions, jsonPieces, toJSONText } from './json-text.js';
export type { OpcodeArgument } from './opcode-reader.js';
export { optimize } from './optimize.js';
