/** Moves the focus to the heading of the page, where what had it or opened a window may be removed with a change. */
export function focusHeading() {
  document.querySelector<HTMLElement>("main h1")?.focus();
}
