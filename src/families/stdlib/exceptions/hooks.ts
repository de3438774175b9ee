/** The exceptions of `builtins`: plain data, `PyException`. */

import {
  asBytes,
  asInteger,
  define,
  EXCEPTIONS,
  fail,
  mergeAttributes,
  type Registry,
} from '../../../registry/index.js';
import type { ClassHooks } from '../../../values/index.js';
import { PyException } from './exception.js';

/** What Python 3.13's `builtins` has besides the exceptions of Python 2 and the OSErrors. */
const NEW_NAMES =
  'BaseExceptionGroup EncodingWarning ExceptionGroup ModuleNotFoundError PythonFinalizationError RecursionError ResourceWarning ' +
  'StopAsyncIteration _IncompleteInputError';

/**
 * OSError and its subclasses, each with the numbers of Linux for which `OSError(errno, text)` makes it (`errnomap`).
 */
const OS_ERRORS =
  'OSError BlockingIOError:11:114:115 BrokenPipeError:32:108 ChildProcessError:10 ConnectionAbortedError:103 ConnectionError ' +
  'ConnectionRefusedError:111 ConnectionResetError:104 FileExistsError:17 FileNotFoundError:2 InterruptedError:4 IsADirectoryError:21 ' +
  'NotADirectoryError:20 PermissionError:1:13 ProcessLookupError:3 TimeoutError:110';

/** Names that Python 3 keeps for OSError. */
const OS_ALIASES = ['EnvironmentError', 'IOError'];

/** Arguments of the classes whose constructor checks them: text, bytes, integer. */
const SIGNATURES: Readonly<Record<string, string>> = {
  UnicodeEncodeError: 'ttiit',
  UnicodeDecodeError: 'tbiit',
  UnicodeTranslateError: 'tiit',
};

const HOOKS: ClassHooks = {
  // BaseException.__setstate__ sets attributes, None does nothing.
  setState(self: PyException, state, context) {
    if (state !== null) self.attributes = mergeAttributes(self.attributes, state, context.model);
  },
};

/** Registers the exceptions of `builtins`; the name mapping brings Python 2's module `exceptions` here. */
export function registerExceptions(registry: Registry): void {
  const rows = OS_ERRORS.split(' ').map((row) => row.split(':'));
  const errnos = new Map(rows.flatMap(([name, ...numbers]) => numbers.map((number) => [number, name] as const)));
  // Python picks the subclass by errno when OSError itself is called; that is how Python 2 names come back as the right
  // class.
  const osError = (args: unknown[]) =>
    new PyException(
      (args.length >= 2 && args.length <= 5 && errnos.get(String(asInteger(args[0])))) || 'OSError',
      args,
    );
  for (const name of `${EXCEPTIONS} ${NEW_NAMES}`.split(' ').concat(rows.map(([name]) => name))) {
    const signature = Object.hasOwn(SIGNATURES, name) ? SIGNATURES[name] : undefined;
    const construct = (args: unknown[]) => {
      if (signature !== undefined) for (const [index, kind] of [...signature].entries()) check(args[index], kind);
      return new PyException(name, args);
    };
    const { length } = signature ?? '';
    define(registry, 'builtins', name, [length, length || Infinity], construct, HOOKS);
  }
  for (const name of ['OSError', ...OS_ALIASES]) define(registry, 'builtins', name, [0, Infinity], osError, HOOKS);
}

function check(argument: unknown, kind: string): void {
  const fits =
    kind === 't'
      ? typeof argument === 'string'
      : (kind === 'b' ? asBytes(argument) : asInteger(argument)) !== undefined;
  if (!fits) fail('argument of another type expected');
}
