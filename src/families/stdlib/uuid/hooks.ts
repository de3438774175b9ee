import {
  asBigInt,
  asBytes,
  asInteger,
  define,
  fail,
  inertCall,
  needed,
  type Registry,
  stateEntries,
} from '../../../registry/index.js';
import type { HookContext } from '../../../values/index.js';
import { UUID } from './uuid.js';

/** Registers `uuid.UUID`: `UUID.__new__(UUID)` with the state `{'int': n, 'is_safe'?: k}`, and `UUID(hex, bytes)`. */
export function registerUuid(registry: Registry): void {
  define(registry, 'uuid', 'UUID', [0, 6], uuid, { setState });
}

function uuid(args: unknown[], context: HookContext): unknown {
  // The number comes with BUILD.
  if (context.how === 'new' && args.length === 0) return new UUID(0n);
  const [hex, bytes] = args;
  if (typeof hex === 'string' && args.length === 1) return new UUID(hex);
  const data = asBytes(bytes);
  if (hex === null && data !== undefined && args.length === 2) return UUID.fromBytes(data);
  return inertCall(args, context);
}

function setState(self: UUID, state: unknown): void {
  let found = false;
  for (const [name, value] of stateEntries(state)) {
    if (name === 'int') {
      UUID.setInt(self, needed(asBigInt(value), 'int'));
      found = true;
    } else if (name === 'is_safe') {
      const safe = value === null ? null : asInteger(value);
      if (safe !== 0 && safe !== -1 && safe !== null) fail('SafeUUID expected');
      self.isSafe = safe;
    }
  }
  if (!found) fail('int expected');
}
