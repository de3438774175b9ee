/**
 * Processor time that this process has taken so far, all of its threads included, in milliseconds. Tests that must see
 * a quadratic algorithm compare it, not the clock: on a busy machine the clock tells of the others.
 */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
