/** Python's `pathlib`: paths as text and parts, without a file system. */
import { LimitError } from '../../../base/index.js';
import { expect, expectArray, expectText, KEY, Tuple } from '../../../values/index.js';

/** The four classes of `pathlib`. */
export type PathFlavour = 'PurePosixPath' | 'PureWindowsPath' | 'PosixPath' | 'WindowsPath';

/**
 * Module of the class: `'pathlib'` (up to Python 3.12, and 3.14), or `'pathlib._local'` (Python 3.13), whose pickles
 * hold the text as it was given instead of the parts.
 */
export type PathModule = 'pathlib' | 'pathlib._local';

/** Characters of a path, twice what Windows takes, each segment counting 16 more: Linux takes 4096, thus 2048 names. */
const MAX_LENGTH = 65536;

/**
 * A path of `pathlib`. It is put together when first asked for: segments are shared by many paths, what they come to is
 * not.
 */
export class PyPath {
  /** Name of the class. */
  readonly flavour: PathFlavour;
  readonly module: PathModule;
  /** The segments the path was made from, as Python 3.13 pickles them. */
  readonly segments: readonly string[];
  #split: ReturnType<typeof split> | undefined;

  /** @throws LimitError for more than 65,536 characters, each segment counting 16 more */
  constructor(flavour: PathFlavour, segments: readonly string[], module: PathModule = 'pathlib') {
    expect(/^(Pure)?(Posix|Windows)Path$/.test(flavour) && /^pathlib(\._local)?$/.test(module), 'a class of pathlib');
    expectArray(segments);
    segments.forEach(expectText);
    this.flavour = flavour;
    this.module = module;
    this.segments = segments;
    let length = 0;
    for (const segment of segments) {
      length += segment.length + 16;
      if (length > MAX_LENGTH) throw new LimitError(`a path of more than ${MAX_LENGTH} characters`);
    }
  }

  get #parsed(): ReturnType<typeof split> {
    this.#split ??= split(this.segments, this.isWindows);
    return this.#split;
  }

  /** `'C:'` or `'\\\\server\\share'` on Windows, else `''`. */
  get drive(): string {
    return this.#parsed.drive;
  }

  /** `'/'`, `'//'`, `'\\'`, or `''` for a relative path. */
  get root(): string {
    return this.#parsed.root;
  }

  /** Drive and root as one part if there are any, then the names. */
  get parts(): readonly string[] {
    return this.#parsed.parts;
  }

  /** True for the two Windows classes. */
  get isWindows(): boolean {
    return this.flavour.endsWith('WindowsPath');
  }

  /** The last name, `''` when there is none. */
  get name(): string {
    const names = this.drive + this.root === '' ? this.parts : this.parts.slice(1);
    return names.at(-1) ?? '';
  }

  /** Python's `str(path)`; `'.'` for the empty path. */
  toString(): string {
    return this.#join(this.isWindows ? '\\' : '/') || '.';
  }

  /** With forward slashes. */
  asPosix(): string {
    return this.toString().replaceAll('\\', this.isWindows ? '/' : '\\');
  }

  toJSON(): string {
    return this.toString();
  }

  #join(separator: string): string {
    const anchor = this.drive + this.root;
    if (anchor === '') {
      const text = this.parts.join(separator);
      // A name with a colon would be read as a drive.
      return this.isWindows && /^.:/.test(this.parts[0] ?? '') ? `.${separator}${text}` : text;
    }
    return anchor + this.parts.slice(1).join(separator);
  }

  /** Windows paths compare without regard to case. */
  [KEY](): Tuple {
    const text = this.toString();
    return Tuple.of<unknown>(PyPath, this.isWindows, this.isWindows ? text.toLowerCase() : text);
  }
}

interface Split {
  drive: string;
  root: string;
  rest: string;
}

function split(segments: readonly string[], windows: boolean) {
  const { drive, root, rest } = (windows ? joinWindows : joinPosix)(segments);
  const anchor = drive + root;
  const names = rest.split(windows ? '\\' : '/').filter((name) => name !== '' && name !== '.');
  return { drive, root, parts: anchor === '' ? names : [anchor, ...names] };
}

/**
 * `posixpath.join` of the segments: an absolute one starts anew. Exactly two slashes in front are a root of their own
 * (POSIX).
 */
function joinPosix(segments: readonly string[]): Split {
  const first = segments.reduce((found, segment, index) => (segment.startsWith('/') ? index : found), 0);
  const slashes = /^\/*/.exec(segments[first] ?? '')?.[0].length ?? 0;
  return { drive: '', root: slashes === 0 ? '' : slashes === 2 ? '//' : '/', rest: segments.slice(first).join('/') };
}

/** `ntpath.join` of the segments, split again: the joined text may have another drive than its parts. */
function joinWindows(segments: readonly string[]): Split {
  let drive = '';
  let root = '';
  let pieces: string[] = [];
  for (const segment of segments) {
    const next = splitWindows(segment.replaceAll('/', '\\'));
    if (next.root !== '') {
      if (next.drive !== '' || drive === '') drive = next.drive;
      root = next.root;
      pieces = [];
    } else if (next.drive !== '' && next.drive !== drive) {
      if (next.drive.toLowerCase() !== drive.toLowerCase()) {
        root = '';
        pieces = [];
      }
      drive = next.drive;
    }
    const last = pieces.at(-1);
    if (last !== undefined && !last.endsWith('\\')) pieces.push('\\');
    if (next.rest !== '') pieces.push(next.rest);
  }
  const rest = pieces.join('');
  const separator = rest !== '' && root === '' && drive !== '' && !/[:\\]$/.test(drive) ? '\\' : '';
  const split = splitWindows(drive + root + separator + rest);
  // A share is always absolute, a device is not (`PurePath._parse_path`).
  if (split.root === '' && split.drive.startsWith('\\') && !split.drive.endsWith('\\')) {
    const names = split.drive.split('\\');
    if ((names.length === 4 && !'?.'.includes(names[2])) || names.length === 6) split.root = '\\';
  }
  return split;
}

/**
 * `ntpath.splitroot`: a share (`\\server\share`, `\\?\UNC\server\share`) or a letter and colon, a backslash, the rest.
 */
function splitWindows(text: string): Split {
  const [, drive = '', root, rest] = /^(\\\\(?:\?\\UNC\\)?[^\\]*(?:\\[^\\]*)?|[^\\]:)?(\\?)(.*)$/is.exec(
    text,
  ) as RegExpExecArray;
  return { drive, root, rest };
}
