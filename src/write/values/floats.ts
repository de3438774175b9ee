import { BINFLOAT, FLOAT } from '../../shared/opcodes.js';
import { floatRepr } from '../../text/index.js';
import type { Writer } from '../writer.js';

/** BINFLOAT (big-endian double), or FLOAT text in protocol 0. Room for 9 bytes is there. */
export function writeFloat(out: Writer, value: number, protocol: number): void {
  if (protocol === 0) {
    out.byte(FLOAT);
    out.ascii(floatRepr(value));
    out.byte(0x0a);
    return;
  }
  const pos = out.pos;
  out.buffer[pos] = BINFLOAT;
  out.view.setFloat64(pos + 1, value, false);
  out.pos = pos + 9;
}
