/**
 * IEEE 754 binary16 (NumPy's float16): JavaScript has no portable typed array for it, so it is widened to float32,
 * exactly.
 */

/** Value of the 16 bits of a half-precision float. */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
