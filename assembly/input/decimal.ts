// Decimal texts: ints of protocol 0 and memo indexes.
import { find } from './text';

/** What was parsed. */
export let parsed: i64 = 0;

/** Decimal digits with an optional sign, at most 18 of them, as a number in `parsed`; false for anything else. */
export function parseDecimal(at: usize, length: i32): bool {
  const end = at + length;
  const negative = length > 0 && load<u8>(at) == 0x2d;
  if (negative) at++;
  if (at == end || end - at > 18) return false;
  let value: i64 = 0;
  for (; at < end; at++) {
    const digit = <i64>load<u8>(at) - 0x30;
    if (digit < 0 || digit > 9) return false;
    value = value * 10 + digit;
  }
  parsed = negative ? -value : value;
  return true;
}

/**
 * A memo index in decimal with the blanks, sign and underscores of Python's int(), up to a NUL, in `parsed`; false when it is none,
 * negative, or no safe integer of JavaScript.
 */
export function parseIndex(at: usize, length: i32): bool {
  const nul = find(0, at, at + length);
  let end = at + (nul < 0 ? length : nul);
  while (at < end && isBlank(load<u8>(at))) at++;
  while (at < end && isBlank(load<u8>(end - 1))) end--;
  const negative = at < end && load<u8>(at) == 0x2d;
  if (negative || (at < end && load<u8>(at) == 0x2b)) at++;
  parsed = 0;
  let afterDigit = false;
  for (; at < end; at++) {
    const digit = <i64>load<u8>(at) - 0x30;
    if (digit == 0x5f - 0x30 && afterDigit) {
      afterDigit = false;
      continue;
    }
    if (digit < 0 || digit > 9) return false;
    afterDigit = true;
    parsed = parsed * 10 + digit;
    if (parsed > 0x1fffffffffffff) return false;
  }
  return afterDigit && (!negative || parsed == 0);
}

@inline function isBlank(byte: u8): bool {
  return byte == 0x20 || (byte >= 0x09 && byte <= 0x0d);
}
