import path from "node:path";

import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

const shown = 10; // files

/** Closes a run with the files that took longest and a line of counts, after the tests that needed a second try. */
export default class Summary implements Reporter {
  private readonly outcomes = new Map<string, TestResult["status"]>();
  private readonly times = new Map<string, number>(); // milliseconds by file

  onTestEnd(test: TestCase, result: TestResult) {
    this.outcomes.set(test.id, result.status);
    const file = path.basename(test.location.file);
    this.times.set(file, (this.times.get(file) ?? 0) + result.duration);
    if (result.retry > 0) console.log(`\nneeded another try: ${test.titlePath().slice(2).join(" › ")}`);
  }

  onEnd() {
    const slowest = [...this.times].sort(([, a], [, b]) => b - a).slice(0, shown);
    console.log(`\nslowest: ${slowest.map(([file, ms]) => `${file} ${Math.round(ms / 1000)} s`).join(", ")}`);
    const all = [...this.outcomes.values()];
    const passed = all.filter((s) => s === "passed").length;
    const skipped = all.filter((s) => s === "skipped").length;
    const failed = all.length - passed - skipped;
    console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  }
}
