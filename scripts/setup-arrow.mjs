/**
 * Makes a Python environment in build/arrow with pyarrow, polars and pandas, which the tests of Arrow then use; they
 * say so when it is missing.
 *
 *   node scripts/setup-arrow.mjs
 */
import { inRoot } from './paths.mjs';
import { run, runMain } from './run.mjs';

const VERSIONS = ['pyarrow==26.0.1', 'polars==2.1.0', 'pandas==3.1.1'];

await runMain(() => {
  run('python3', ['-m', 'venv', inRoot('build', 'arrow')]);
  run(inRoot('build', 'arrow', 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...VERSIONS]);
});
