import { type PathFlavour, type PathModule, PyPath } from '../types/path.js';
import { define, fail } from './arguments.js';
import type { Registry } from './registry.js';

const MODULES: readonly PathModule[] = ['pathlib', 'pathlib._local'];
const FLAVOURS: readonly PathFlavour[] = ['PurePosixPath', 'PureWindowsPath', 'PosixPath', 'WindowsPath'];

/** Registers the four path classes under both modules: `PurePosixPath('/', 'a')` of parts and `PurePosixPath('/a')` of text. */
export function registerPathlib(registry: Registry): void {
  for (const module of MODULES) {
    for (const flavour of FLAVOURS) {
      define(registry, module, flavour, [0, Infinity], (args) => new PyPath(flavour, args.flatMap(segments), module));
    }
  }
}

function segments(argument: unknown): readonly string[] {
  if (argument instanceof PyPath) return argument.segments;
  return typeof argument === 'string' ? [argument] : fail('str expected');
}
