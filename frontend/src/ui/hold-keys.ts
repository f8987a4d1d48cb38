const longest = 10_000; // milliseconds; a window that takes longer than that may never come
const windows = "[role=dialog], [role=menu]";

/** Holds what is typed until a window has the focus, or the returned function is called. */
export function holdKeys(): () => void {
  const began = performance.now();
  let typed = "";
  const hold = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (key === "Escape" || performance.now() - began > longest) return release();
    if (event.isComposing || ctrlKey || metaKey || altKey || key === "Tab") return;
    if (key === "Backspace") typed = typed.slice(0, -1);
    else if ([...key].length === 1) typed += key;
    event.preventDefault(); // also of Enter and Delete, which would be done to the task that has the focus
    event.stopImmediatePropagation();
  };
  const give = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || !target.closest(windows)) return;
    release();
    if (typed && target.matches("input, textarea")) document.execCommand("insertText", false, typed);
  };
  const release = () => {
    removeEventListener("keydown", hold, true);
    removeEventListener("focusin", give);
  };
  addEventListener("keydown", hold, true);
  addEventListener("focusin", give);
  return release;
}
