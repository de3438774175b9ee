import type { Writer } from '../writer.js';
import { writeFloat } from './floats.js';
import { writeInt32, writeWideInt } from './integers.js';

/** A number: an int when it is a safe integer and not -0, else a float. Room for 10 bytes is there. */
export function writeNumber(out: Writer, value: number, protocol: number): void {
  if ((value | 0) === value && (value !== 0 || 1 / value > 0)) writeInt32(out, value, protocol);
  else if (Number.isSafeInteger(value) && value !== 0) writeWideInt(out, value, protocol);
  else writeFloat(out, value, protocol);
}
