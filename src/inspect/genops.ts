/** The opcodes of a pickle, one by one. */
import type { OpcodeInfo } from '../format/index.js';
import { inputBytes } from '../values/index.js';
import { type OpcodeArgument, OpcodeReader } from './opcode-reader.js';

/** One opcode of a pickle. */
export interface Operation {
  /** The opcode's row in the table. */
  readonly opcode: OpcodeInfo;
  /**
   * The argument that follows the opcode byte, or null: integers as number or bigint, PUT and GET `00` and `01` as
   * booleans (as Python does), Python 2 strings as Latin-1 text, bytes and bytearrays as views of the input.
   */
  readonly arg: OpcodeArgument;
  /** Bytes from the start of the input to the opcode byte, 0-based. */
  readonly pos: number;
}

/**
 * Generates the opcodes of one pickle, up to and including STOP, without executing anything.
 *
 * Source: CPython's `pickletools.genops`; argument values, positions and error texts are the same.
 * @param data the pickle; what follows STOP is not looked at
 * @param start where the pickle starts, in bytes; positions count from the start of `data`
 * @throws TruncatedError when the input ends before STOP, UnpicklingError for unknown opcodes and malformed arguments;
 *   what was
 * read until then has been generated
 */
export function genops(data: ArrayBuffer | ArrayBufferView, start = 0): Generator<Operation, void, undefined> {
  // At once, not when the first opcode is asked for.
  return operations(new OpcodeReader(inputBytes(data), start));
}

function* operations(reader: OpcodeReader): Generator<Operation, void, undefined> {
  while (!reader.done) {
    reader.read();
    yield { opcode: reader.opcode, arg: reader.arg, pos: reader.offset };
  }
}
