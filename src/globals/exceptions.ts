/** The exceptions of `builtins`: plain data, `PyException`. */
import { OS_ERRORS, PyException } from '../types/exception.js';
import { arity, asBytes, asInteger, asText, fail, knownClass, mergeAttributes } from './arguments.js';
import type { HookContext, Registry } from './registry.js';

/** Every exception class of Python 3.13's `builtins` but the OSErrors. */
const NAMES =
  'ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BufferError BytesWarning DeprecationWarning ' +
  'EOFError EncodingWarning Exception ExceptionGroup FloatingPointError FutureWarning GeneratorExit ImportError ImportWarning ' +
  'IndentationError IndexError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError ' +
  'NotImplementedError OverflowError PendingDeprecationWarning PythonFinalizationError RecursionError ReferenceError ' +
  'ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError ' +
  'SystemExit TabError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError ' +
  'UnicodeWarning UserWarning ValueError Warning ZeroDivisionError _IncompleteInputError';

/** Names that Python 3 keeps for OSError. */
const OS_ALIASES = ['EnvironmentError', 'IOError'];

/** Arguments of the classes whose constructor checks them: text, bytes, integer. */
const SIGNATURES: ReadonlyMap<string, string> = /*#__PURE__*/ new Map([
  ['UnicodeEncodeError', 'ttiit'],
  ['UnicodeDecodeError', 'tbiit'],
  ['UnicodeTranslateError', 'tiit'],
]);

/** errno of Linux to the subclass that `OSError(errno, text)` makes (`Objects/exceptions.c`, `errnomap`). */
const ERRNO_CLASSES: ReadonlyMap<number, string> = /*#__PURE__*/ new Map([
  [1, 'PermissionError'],
  [2, 'FileNotFoundError'],
  [3, 'ProcessLookupError'],
  [4, 'InterruptedError'],
  [10, 'ChildProcessError'],
  [11, 'BlockingIOError'],
  [13, 'PermissionError'],
  [17, 'FileExistsError'],
  [20, 'NotADirectoryError'],
  [21, 'IsADirectoryError'],
  [32, 'BrokenPipeError'],
  [103, 'ConnectionAbortedError'],
  [104, 'ConnectionResetError'],
  [108, 'BrokenPipeError'],
  [110, 'TimeoutError'],
  [111, 'ConnectionRefusedError'],
  [114, 'BlockingIOError'],
  [115, 'BlockingIOError'],
]);

/** Registers the exceptions of `builtins`; the name mapping brings Python 2's module `exceptions` here. */
export function registerExceptions(registry: Registry): void {
  for (const name of [...NAMES.split(' '), ...OS_ERRORS]) registry.add('builtins', name, knownClass(hooks(name)));
  for (const name of OS_ALIASES) registry.add('builtins', name, knownClass(hooks('OSError')));
}

function hooks(name: string) {
  return {
    construct(args: unknown[]): PyException {
      const signature = SIGNATURES.get(name);
      if (signature !== undefined) check(name, args, signature);
      return new PyException(name === 'OSError' ? classOfErrno(args) : name, args);
    },
    setState(self: PyException, state: unknown, context: HookContext): void {
      // BaseException.__setstate__ sets attributes, None does nothing.
      if (state !== null) self.attributes = mergeAttributes(self.attributes, state, context.model);
    },
  };
}

function check(name: string, args: readonly unknown[], signature: string): void {
  arity(args, name, signature.length, signature.length);
  args.forEach((argument, index) => {
    const kind = signature[index];
    const read = kind === 't' ? asText : kind === 'b' ? asBytes : asInteger;
    if (read(argument) === undefined) fail(`${name}: argument ${index + 1} has the wrong type`);
  });
}

/** Python picks the subclass by errno when OSError itself is called; that is how Python 2 names come back as the right class. */
function classOfErrno(args: readonly unknown[]): string {
  const errno = args.length >= 2 && args.length <= 5 ? asInteger(args[0]) : undefined;
  return (typeof errno === 'number' ? ERRNO_CLASSES.get(errno) : undefined) ?? 'OSError';
}
