import { charged, define, fail, inertCall, type Registry } from '../../../registry/index.js';
import { encodeLatin1, isLatin1 } from '../../../text/index.js';
import type { HookContext } from '../../../values/index.js';

/** Registers `_codecs.encode`: how protocols 0 to 2 write bytes. Other encodings than Latin-1 stay inert calls. */
export function registerCodecs(registry: Registry): void {
  define(registry, '_codecs', 'encode', [1, 3], encode);
}

function encode(args: unknown[], context: HookContext): unknown {
  const [text, encoding, errors] = args;
  if (!isLatin1(encoding) || (errors !== undefined && errors !== 'strict')) return inertCall(args, context);
  if (typeof text !== 'string') fail('str expected');
  return context.model.bytes(encodeLatin1(charged(text, context, 1)));
}
