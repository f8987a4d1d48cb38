const first = 1000; // milliseconds; the wait after the first failure is up to this

/** The longest wait between two tries, in milliseconds. */
export const longestWait = 5 * 60_000;

// A page that asks for more, such as a host's of a planned outage, is tried again after this. Milliseconds.
const longestRest = 60 * 60_000;

/**
 * How long to wait after failures: exponentially longer, up to longestWait, with full jitter, so that after an outage
 * not all devices knock at once. It measures time by the page's own clock, which no setting of the device's moves.
 */
export class Backoff {
  private failures = 0;
  private restUntil = 0;

  /** Notes a failure, and returns how long to wait, in milliseconds; at least what the answer has asked for. */
  fail(retryAfter = 0): number {
    const rest = Math.min(retryAfter, longestRest);
    this.restUntil = performance.now() + rest;
    const most = Math.min(longestWait, first * 2 ** this.failures++);
    return rest + Math.random() * (rest > 0 ? first : most);
  }

  /** How long the server has asked not to be called, in milliseconds; 0 when it may be. */
  get rest(): number {
    return Math.max(0, this.restUntil - performance.now());
  }

  get failing(): boolean {
    return this.failures > 0;
  }

  /** Something speaks for success: the next wait is a short one. What the server has asked for stands. */
  reset() {
    this.failures = 0;
  }
}
