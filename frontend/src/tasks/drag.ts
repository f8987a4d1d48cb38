const threshold = 5; // pixels that the pointer moves before it drags
const edge = 64; // pixels from the window's edge, or a dialog's, at which it scrolls

/** Where something is dropped: at the row of an index, above or below it. */
export interface Place {
  index: number;
  below: boolean;
}

/**
 * Lets a row follow the pointer, which is down on it: a line shows the place where it would be dropped. Escape ends it
 * without effect, and the click that follows on a drag means nothing.
 */
export function drag(down: PointerEvent, row: HTMLElement, drop: (place: Place) => void) {
  const list = row.closest("ul")?.parentElement ?? row;
  const dialog = row.closest("[role=dialog]");
  const stopping = new AbortController();
  const { signal } = stopping;
  const line = document.createElement("div");
  line.className = "pointer-events-none fixed z-50 h-0.5 rounded-full bg-accent";
  let y = down.clientY;
  let place: Place | undefined;

  function show() {
    const rows = [...list.querySelectorAll<HTMLElement>("[data-index]")].map((element) => ({
      index: Number(element.dataset.index),
      box: element.getBoundingClientRect(),
    }));
    rows.sort((a, b) => a.index - b.index);
    const at = rows.find(({ box }) => y < box.bottom) ?? rows.at(-1);
    if (!at) return;
    const below = y > at.box.top + at.box.height / 2;
    place = { index: at.index, below };
    const { left, width, top, bottom } = at.box;
    Object.assign(line.style, { left: `${left}px`, width: `${width}px`, top: `${(below ? bottom : top) - 1}px` });
  }
  function scroll() {
    if (signal.aborted) return;
    const { top, bottom } = dialog?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
    const by = Math.min(0, y - top - edge) + Math.max(0, y - bottom + edge);
    if (by !== 0) {
      (dialog ?? window).scrollBy(0, by / 4);
      show();
    }
    requestAnimationFrame(scroll);
  }
  function begin() {
    document.body.append(line);
    document.body.classList.add("select-none");
    getSelection()?.removeAllRanges();
    row.classList.add("opacity-50");
    scroll();
  }
  function end() {
    stopping.abort();
    line.remove();
    row.classList.remove("opacity-50");
    document.body.classList.remove("select-none");
    const ignore = (click: MouseEvent) => {
      click.preventDefault();
      click.stopPropagation();
    };
    addEventListener("click", ignore, { capture: true });
    setTimeout(() => removeEventListener("click", ignore, { capture: true }));
  }

  const onMove = (event: PointerEvent) => {
    if (event.buttons === 0) return onCancel(); // it went up before this was loaded, or outside the window
    const begins = !line.isConnected && Math.abs(event.clientY - down.clientY) >= threshold;
    y = event.clientY;
    if (begins) begin();
    if (line.isConnected) show();
  };
  const onUp = () => {
    if (!line.isConnected) return stopping.abort();
    end();
    if (place) drop(place);
  };
  const onCancel = () => (line.isConnected ? end() : stopping.abort());
  addEventListener("pointermove", onMove, { signal });
  addEventListener("pointerup", onUp, { signal });
  addEventListener("pointercancel", onCancel, { signal });
  addEventListener("blur", onCancel, { signal });
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !line.isConnected) return;
    event.preventDefault();
    event.stopPropagation();
    onCancel();
  };
  addEventListener("keydown", onKey, { signal, capture: true });
}
