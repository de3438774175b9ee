/**
 * Runs a script in a process of its own, with a limit of time and memory: for input that could take all of either.
 * A test that only waits for a time-out of its own would wait for ever: nothing stops a loop in the same thread.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

/** What came of a child process. */
export interface ChildResult {
  /** Exit code; null when the process was killed, as it is at the end of its time. */
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Limits of a child process. */
export interface ChildLimits {
  /**
   * Milliseconds of processor time until it is killed, its start (about 100) and all of its threads included. A busy
   * machine takes longer and gives the same answer. Default 20,000.
   */
  timeoutMs?: number;
  /** Megabytes of JavaScript's heap (`--max-old-space-size`); buffers are outside of it. Default 512. */
  memoryMB?: number;
}

/** A shell that limits the processor time of what it becomes, in seconds; where there is none, the clock decides. */
const LIMITED = process.platform !== 'win32' && ['sh', '-c', 'ulimit -t "$0" && exec "$@"'];

let bundle: string | undefined;

/** The address of one file that holds the package, made once for each test file. */
function packageUrl(): string {
  if (bundle === undefined) {
    const directory = fileURLToPath(new URL('../../.cache/children', import.meta.url));
    const outfile = join(directory, 'package.mjs');
    const { outputFiles } = buildSync({
      entryPoints: [fileURLToPath(new URL('../../src/index.ts', import.meta.url))],
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      write: false,
    });
    mkdirSync(directory, { recursive: true });
    // A module and not a script: the package is imported by it.
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
    // Test files run side by side: each puts a whole file in its place at once.
    const whole = `${outfile}.${process.pid}`;
    writeFileSync(whole, outputFiles[0].contents);
    renameSync(whole, outfile);
    bundle = pathToFileURL(outfile).href;
  }
  return bundle;
}

/**
 * Runs `code`, the text of a module, in a new Node process.
 * @param code it finds everything that the package exports in the variable `pickle`
 */
export function inChild(code: string, { timeoutMs = 20_000, memoryMB = 512 }: ChildLimits = {}): ChildResult {
  const script = `import * as pickle from ${JSON.stringify(packageUrl())};\n${code}`;
  const node = [process.execPath, `--max-old-space-size=${memoryMB}`, '--input-type=module', '-'];
  const [command, ...words] = LIMITED ? [...LIMITED, String(Math.ceil(timeoutMs / 1000)), ...node] : node;
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    input: script,
    encoding: 'utf8',
    // A process that waits for ever takes no processor time.
    timeout: timeoutMs * 10,
    killSignal: 'SIGKILL',
    maxBuffer: 64 << 20,
  });
  // Time-outs are told by the status: null. All else is a fault of the test.
  if (error !== undefined && (error as NodeJS.ErrnoException).code !== 'ETIMEDOUT') throw error;
  return { status, stdout, stderr };
}
