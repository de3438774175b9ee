/** Python's text of numbers (CPython: Python/pystrtod.c, format code 'r'). */

/** `repr` of a float: `1.0`, `1e+16`, `1e-05`, `-0.0`, `inf`, `nan`. */
export function floatRepr(value: number): string {
  const text = shortest(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** `repr` of a JavaScript number of the natural model: a safe integer is an int, anything else a float. */
export function numberRepr(value: number): string {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : floatRepr(value);
}

/** `repr` of a complex number: `(1+2j)`, `1j`, `(-0-1j)`, `(nan+infj)`. */
export function complexRepr(real: number, imag: number): string {
  const imaginary = shortest(imag);
  if (Object.is(real, 0)) return `${imaginary}j`;
  const sign = imaginary.startsWith('-') ? '' : '+';
  return `(${shortest(real)}${sign}${imaginary}j)`;
}

/** The shortest digits that read back as `value`; an exponent below 1e-4 and from 1e16 on, of two digits at least. */
function shortest(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const size = Math.abs(value);
  // In this range JavaScript writes no exponent, either.
  if (size >= 1e-4 && size < 1e16) return String(value);
  const [digits, exponent] = value.toExponential().split('e');
  const power = exponent.slice(1);
  return `${digits}e${exponent[0]}${power.length < 2 ? '0' : ''}${power}`;
}
