import { BINFLOAT, FLOAT } from '../shared/opcodes.js';
import type { Writer } from './writer.js';

/** BINFLOAT (big-endian double), or FLOAT text in protocol 0. Room for 9 bytes is there. */
export function writeFloat(out: Writer, value: number, protocol: number): void {
  if (protocol === 0) {
    out.byte(FLOAT);
    out.ascii(floatText(value));
    out.byte(0x0a);
    return;
  }
  const pos = out.pos;
  out.buffer[pos] = BINFLOAT;
  out.view.setFloat64(pos + 1, value, false);
  out.pos = pos + 9;
}

/**
 * Python's `repr` of a float: JavaScript finds the same shortest digits, but Python switches to the exponent form below 1e-4 and
 * from 1e16 on, writes two exponent digits at least, and `1.0` for 1.
 */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa, exponentText] = Math.abs(value).toExponential().split('e');
  const sign = value < 0 ? '-' : '';
  const exponent = Number(exponentText);
  const digits = mantissa.replace('.', '');
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
