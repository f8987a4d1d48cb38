import type { Overview } from "@/tasks/figures";

/** What of the browser shows a number at the application's icon (the Badging API): not every one has it. */
export type Badging = Partial<Pick<Navigator, "setAppBadge" | "clearAppBadge">>;

/** Returns how many tasks are overdue or due today. */
export const badgeCount = ({ overdue, due_today }: Pick<Overview, "overdue" | "due_today">) => overdue + due_today;

/** Shows a number at the icon of the installed application, none for 0; where it is not installed, nothing happens. */
export function showBadge(count: number, badging: Badging = navigator) {
  const done = count > 0 ? badging.setAppBadge?.(count) : badging.clearAppBadge?.();
  done?.catch(() => {}); // the user has forbidden it
}
