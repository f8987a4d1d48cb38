import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Closes a run with one plain line of counts, after the names of the tests that needed a second try. */
export default class Summary implements Reporter {
  private readonly outcomes = new Map<string, TestResult["status"]>();

  onTestEnd(test: TestCase, result: TestResult) {
    this.outcomes.set(test.id, result.status);
    if (result.retry > 0) console.log(`\nneeded another try: ${test.titlePath().slice(2).join(" › ")}`);
  }

  onEnd() {
    const all = [...this.outcomes.values()];
    const passed = all.filter((s) => s === "passed").length;
    const skipped = all.filter((s) => s === "skipped").length;
    console.log(
      `\n${passed} passed, ${all.length - passed - skipped} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
    );
  }
}
