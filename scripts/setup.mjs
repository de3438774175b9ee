/**
 * Gets a fresh clone ready: installs and builds what is missing or out of date, and says nothing when nothing is.
 *
 *   node scripts/setup.mjs            what `npm start` and the benchmark need
 *   node scripts/setup.mjs --smoke    and the runtimes that the smoke tests use
 */
import { ensureInstalled } from './install.mjs';
import { inRoot, ROOT } from './paths.mjs';
import { runMain } from './run.mjs';
import { ensureBrowser } from './setup-browser.mjs';

await runMain(async () => {
  ensureInstalled(ROOT, 'the development packages');
  // The build uses what has just been installed.
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale();
  if (!process.argv.includes('--smoke')) return;
  try {
    ensureInstalled(inRoot('test', 'smoke'), 'the runtimes for the smoke tests (Node, Deno, Bun)');
  } catch (error) {
    // The smoke tests name the runtimes that are missing; the other tests do not need them.
    console.error(
      `The smoke tests' runtimes could not be installed: ${error instanceof Error ? error.message : error}`,
    );
  }
  ensureBrowser();
});
