import { PickleError } from '../../../base/index.js';
import { expect, KEY, Tuple } from '../../../values/index.js';

/** Python's `uuid.UUID`: a 128-bit number. */
export class UUID {
  #value: bigint;
  /** Value of `uuid.SafeUUID`: 0 safe, -1 unsafe, null unknown (whether it was made in a multiprocessing-safe way). */
  isSafe: 0 | -1 | null;

  /**
   * @param value the 128 bits as an integer, or the 32 hex digits with or without hyphens, braces and `urn:uuid:`
   * @throws PickleError when it is neither
   */
  constructor(value: bigint | string, isSafe: 0 | -1 | null = null) {
    expect(isSafe === null || isSafe === 0 || isSafe === -1, 'isSafe 0, -1 or null');
    this.#value = typeof value === 'bigint' ? checked(value) : parse(value);
    this.isSafe = isSafe;
  }

  /** The 16 bytes, most significant first. */
  static fromBytes(bytes: Uint8Array): UUID {
    if (bytes.length !== 16) throw new PickleError(`a UUID has 16 bytes, not ${bytes.length}`);
    let hex = '';
    for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
    return new UUID(hex);
  }

  /** What BUILD does to the instance that NEWOBJ made. @internal */
  static setInt(uuid: UUID, value: bigint): void {
    uuid.#value = checked(value);
  }

  /** The 128 bits as an integer. */
  get int(): bigint {
    return this.#value;
  }

  /** The 32 hex digits. */
  get hex(): string {
    return this.#value.toString(16).padStart(32, '0');
  }

  /** The 16 bytes, most significant first. */
  get bytes(): Uint8Array {
    const { hex } = this;
    return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16));
  }

  /** `12345678-1234-5678-1234-567812345678`. */
  toString(): string {
    return this.hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }

  toJSON(): string {
    return this.toString();
  }

  [KEY](): Tuple {
    return Tuple.of<unknown>(UUID, this.#value);
  }
}

function checked(value: bigint): bigint {
  if (value < 0n || value >= 1n << 128n) throw new PickleError('int is out of range (need a 128-bit value)');
  return value;
}

/** As Python reads it: `urn:` and `uuid:`, braces around and hyphens anywhere do not count. */
function parse(text: string): bigint {
  expect(typeof text === 'string', 'a bigint or hex digits');
  const hex = text
    .replaceAll('urn:', '')
    .replaceAll('uuid:', '')
    .replace(/^[{}]+/, '')
    .replaceAll('-', '');
  const digits = hex.replace(/[{}]{0,40}$/, '');
  if (!/^[0-9a-f]{32}$/i.test(digits)) throw new PickleError('badly formed hexadecimal UUID string');
  return BigInt(`0x${digits}`);
}
