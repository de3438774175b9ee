/** A number when the integer is safe, else the bigint: how ints are kept everywhere in this package. */
export function shrink(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
