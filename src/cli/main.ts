#!/usr/bin/env node
/** The command line `pickle-wasm`: what it understands. */
import { existsSync, readFileSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import {
  type ConvertOptions,
  convert,
  type DisOptions,
  disassemble,
  globals,
  type JsonOptions,
  json,
  optimizeFile,
  type ShowOptions,
  show,
  type WriteOptions,
} from './commands.js';
import { Context } from './context.js';
import { DEFAULT_MAX_SIZE } from './input.js';
import { ReaderGone } from './output.js';
import { CommandError, EXIT_BAD_PICKLE, EXIT_OK, EXIT_USAGE } from './problems.js';

const DEFAULT_DEPTH = 6;
const DEFAULT_MAX = 10;

const FILES = 'files to read, - for stdin; gzip, zlib, bzip2 and xz are unpacked';
const CONTAINERS = `${FILES}; also files of PyTorch, NumPy and joblib`;
const ENCODING = 'how Python 2 str is read: ASCII, latin1, utf-8, or bytes';
const MEMO = 'the pickles of a file share one memo: they were written by one Pickler';
const MAX_SIZE = 'most bytes of a stream and of what is unpacked, such as 500M or 4G, or all';
const BUFFERS = 'a file with an out-of-band buffer; once for each, in order';

const EXIT_CODES = `
Exit codes:
  0  everything was done
  1  a file is no pickle, or only part of it could be read
  2  the command line makes no sense, or a file could not be read or written`;

/** A whole number from 0 on, or `all`. */
function bound(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY;
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, or all.');
  return Number(text);
}

function protocol(text: string): number {
  if (!/^[0-5]$/.test(text)) throw new InvalidArgumentError('Protocols are 0 to 5.');
  return Number(text);
}

/** For an option that may be given several times. */
function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Adds what all commands that build values are asked for. */
function withReadOptions(command: Command): void {
  command
    .option('-e, --encoding <name>', ENCODING)
    .option('-m, --memo', MEMO)
    .option('-b, --buffers <file>', BUFFERS, collect);
}

/** Bytes: a number, with K, M or G behind it for powers of 1024, or `all`. */
function size(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY;
  const match = /^(\d{1,12})([KMG]?)B?$/i.exec(text);
  if (match === null) throw new InvalidArgumentError('It must be a number of bytes such as 500M or 4G, or all.');
  return Number(match[1]) * 1024 ** ' KMG'.indexOf(match[2].toUpperCase() || ' ');
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

function createProgram(context: Context): Command {
  const program = new Command('pickle-wasm')
    .description(
      'Looks at Python pickles, and files of PyTorch, NumPy and joblib, without Python and without running what is in them: classes that nobody here knows are shown as data.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText(
      'after',
      examples(
        'pickle-wasm show orders.pkl',
        'pickle-wasm show checkpoint.pt',
        'pickle-wasm json --pretty session.pkl',
        'curl -s https://example.org/data.pkl.gz | pickle-wasm show -',
        'pickle-wasm globals *.pkl',
        'pickle-wasm help show',
      ),
    )
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .showHelpAfterError('(pickle-wasm --help says more)');

  withReadOptions(
    program
      .command('show')
      .description('show the values as a tree')
      .argument('<files...>', CONTAINERS)
      .option('-r, --repr', "Python's repr instead, whole and on one line")
      .option('-d, --depth <levels>', 'how deep to go, or all', bound, DEFAULT_DEPTH)
      .option('-n, --max <items>', 'how many items of each container to show, or all', bound, DEFAULT_MAX)
      .addHelpText(
        'after',
        examples(
          'pickle-wasm show orders.pkl',
          'pickle-wasm show --max all model.pt arrays.npz',
          'pickle-wasm show --depth 2 --max 5 big.pkl.xz',
          'pickle-wasm show --repr orders.pkl',
          'FORCE_COLOR=1 pickle-wasm show orders.pkl | less -R',
        ),
      )
      .action((files: string[], options: ShowOptions) => show(context, files, options)),
  );

  withReadOptions(
    program
      .command('json')
      .description('write the values as JSON, one line for each pickle')
      .argument('<files...>', CONTAINERS)
      .option('-p, --pretty', 'indented, on several lines')
      .addHelpText(
        'after',
        `
Integers are written with all their digits, bytes as base64, NaN and infinities as null (with a warning). Keys that are not
str become text as in Python's json module, or their repr. Instances are objects with their class as "__class__".
${examples('pickle-wasm json orders.pkl | jq .customer', 'pickle-wasm json --pretty orders.pkl', 'pickle-wasm json a.pkl b.pkl > all.ndjson')}`,
      )
      .action((files: string[], options: JsonOptions) => json(context, files, options)),
  );

  program
    .command('dis')
    .description('disassemble: one line for each opcode, as python -m pickletools')
    .argument('<files...>', FILES)
    .option('-a, --annotate', 'say what each opcode does')
    .option('-m, --memo', MEMO)
    .addHelpText('after', examples('pickle-wasm dis orders.pkl', 'pickle-wasm dis --annotate orders.pkl | less'))
    .action((files: string[], options: DisOptions) => disassemble(context, files, options));

  program
    .command('optimize')
    .description('drop memo entries that nothing uses; the pickle then loads faster')
    .argument('<file>', FILES)
    .requiredOption('-o, --output <file>', 'where to write the pickle, - for stdout; not compressed')
    .addHelpText(
      'after',
      examples('pickle-wasm optimize orders.pkl -o orders.pkl', 'pickle-wasm optimize big.pkl -o - | xz > big.pkl.xz'),
    )
    .action((file: string, options: WriteOptions) => optimizeFile(context, file, options));

  program
    .command('globals')
    .description('list what the files would import, without building a value; also from damaged files')
    .argument('<files...>', CONTAINERS)
    .addHelpText(
      'after',
      `
Each line is one import: the offset of its opcode in bytes, the opcode, and the name.
${examples('pickle-wasm globals model.pt', "pickle-wasm globals model.pkl | awk '{ print $3 }' | sort | uniq -c")}`,
    )
    .action((files: string[]) => globals(context, files));

  withReadOptions(
    program
      .command('convert')
      .description('write the same values with another protocol, classes nobody knows included')
      .argument('<file>', FILES)
      .requiredOption('-p, --protocol <number>', 'protocol to write: 0 to 5', protocol)
      .requiredOption('-o, --output <file>', 'where to write the pickle, - for stdout; not compressed')
      .addHelpText(
        'after',
        examples(
          'pickle-wasm convert --protocol 2 new.pkl -o for-python2.pkl',
          'pickle-wasm convert -p 5 old.pkl.gz -o - | pickle-wasm show -',
        ),
      )
      .action((file: string, options: ConvertOptions) => convert(context, file, options)),
  );
  for (const command of program.commands) command.option('--max-size <bytes>', MAX_SIZE, size, DEFAULT_MAX_SIZE);
  program.hook('preAction', (_program, command) => {
    context.maxSize = command.opts<{ maxSize: number }>().maxSize;
  });
  return program;
}

/** The arguments, with `show` in front of what is no command but a file that is there. */
function withCommand(program: Command, args: readonly string[]): readonly string[] {
  const [first] = args;
  if (first === undefined || program.commands.some((command) => command.name() === first)) return args;
  return first === '-' || (!first.startsWith('-') && existsSync(first)) ? ['show', ...args] : args;
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}

async function main(): Promise<number> {
  const context = new Context();
  try {
    const program = createProgram(context);
    await program.parseAsync(withCommand(program, process.argv.slice(2)), { from: 'user' });
    return context.problems.exitCode;
  } catch (error) {
    if (error instanceof ReaderGone) return EXIT_OK;
    // commander has said what is wrong, or printed the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    // A full disk, or an output that cannot be.
    if (!(error instanceof CommandError)) throw error;
    context.problems.report('', error);
    return context.problems.exitCode;
  } finally {
    context.progress.clear();
  }
}

/** `pickle-wasm --help | head` is no error: whoever stops reading has had enough. */
process.stdout.on('error', () => process.exit(EXIT_OK));
process.stderr.on('error', () => process.exit(EXIT_BAD_PICKLE));
process.exitCode = await main();
