/**
 * A worker's end of the conversation with processes.mjs: one job as IPC message, one answer or error back.
 */

/**
 * @template Job
 * @param {(job: Job) => Promise<unknown>} work
 */
export function answer(work) {
  process.once('message', async (/** @type {Job} */ job) => {
    const node = process.versions.node;
    try {
      process.send?.({ node, answer: await work(job) });
    } catch (error) {
      process.send?.({ node, error: error instanceof Error ? error.message : String(error) });
    }
    process.disconnect();
  });
}
