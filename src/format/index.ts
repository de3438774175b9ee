/** What a pickle is made of: the opcode table, and the texts of all that can be wrong. */
export type { ArgumentDescriptor } from './argument-words.js';
export * as argumentWords from './argument-words.js';
export { fault, invalidLoadKey, opcodeName, placed, textFault } from './fault-messages.js';
export { argumentBytes, isCounted, lineCount, payloadCount, pushes, uint32 } from './opcode-bytes.js';
export { type OpcodeInfo, opcodeInfo, opcodes } from './opcodes.js';
export { mark, type StackObject } from './stack-words.js';
