/** What went wrong, said in one line on stderr each, and the exit code that follows. */
import { escaped } from '../base/index.js';
import { PickleError } from '../index.js';

/** Everything was done. */
export const EXIT_OK = 0;
/** A file is no pickle, or only a part of it is. */
export const EXIT_BAD_PICKLE = 1;
/** The command line makes no sense, or a file cannot be read or written. */
export const EXIT_USAGE = 2;

/** Not one of the package's errors, but the user's to solve: shown as it is, without a stack. */
export class CommandError extends Error {
  readonly exitCode: number;
  /** What is to blame when it is not the file that is being read. */
  readonly blamed: string | undefined;
  constructor(message: string, exitCode: number, blamed?: string) {
    super(message);
    this.exitCode = exitCode;
    this.blamed = blamed;
  }
}

const SYSTEM_ERRORS: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
};

/** Writes problems and remembers the worst. */
export class Problems {
  exitCode = EXIT_OK;
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** A problem that leaves the exit code alone. */
  warn(name: string, message: string): void {
    this.#write(`pickle-wasm: ${escaped(name)}: ${escaped(message)}\n`);
  }

  /** Anything that was thrown while working on the file called `name`. */
  report(name: string, error: unknown): void {
    this.exitCode = Math.max(this.exitCode, exitCodeOf(error));
    this.warn((error instanceof CommandError ? error.blamed : undefined) ?? name, messageOf(error));
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  // An option that the library refuses is the command line's.
  if (error instanceof PickleError && error.message.startsWith('options.')) return EXIT_USAGE;
  return systemMessage(error) === undefined ? EXIT_BAD_PICKLE : EXIT_USAGE;
}

/** What to say about anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof PickleError) {
    const { offset, opcode } = error;
    const message = inOptions(error.message);
    if (offset === undefined || message.includes('offset ')) return message;
    return `${message} (offset ${offset}${opcode === undefined ? '' : `, ${opcode}`})`;
  }
  return systemMessage(error) ?? (error instanceof Error ? error.message : String(error));
}

/** The library's options by the names that they have on the command line. */
const OPTIONS: readonly (readonly [RegExp, string])[] = [
  [/\boptions\.encoding\b/g, '-e (--encoding)'],
  [/\boptions\.buffers\b/g, '-b (--buffers)'],
  [/^(the JSON text .*); raise the option maxLength to see it all/, '$1; --max-size allows more'],
  [/; raise (limits\.|the option )\w+ [^();]*/g, ''],
  [/; pickles that one Pickler wrote .*/g, ''],
  [/: gzip\? a web page\? explain\(\) tells/g, ''],
];

function inOptions(message: string): string {
  return OPTIONS.reduce((text, [name, option]) => text.replace(name, option), message);
}

/** What a system call says; undefined for other errors. */
export function systemMessage(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof syscall !== 'string' || typeof code !== 'string') return undefined;
  return SYSTEM_ERRORS[code] ?? `${syscall} failed with ${code}`;
}
