import { readFileSync } from "node:fs";

/** Tests alone: reads a file of cases that the backend's tests read too, so that both sides have the same rules. */
export function sharedFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../shared/task/testdata/${name}`, import.meta.url), "utf8")) as T;
}
