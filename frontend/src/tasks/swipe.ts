const begin = 12; // pixels before a movement is taken for a swipe
const far = 96; // pixels that do what the swipe means
const hold = 600; // milliseconds of a long press: later than the contextmenu event, where a browser has it

/** What a finger that has moved is doing: "right" and "left" are swipes far enough to do something. */
export type Swipe = "nothing yet" | "scrolling" | "swiping" | "right" | "left";

/** Returns what a movement by (dx, dy) pixels is: sideways it is a swipe; up or down it scrolls. */
export function swipeOf(dx: number, dy: number, isSwiping: boolean): Swipe {
  if (!isSwiping && Math.hypot(dx, dy) < begin) return "nothing yet";
  if (!isSwiping && Math.abs(dx) < 1.5 * Math.abs(dy)) return "scrolling";
  if (Math.abs(dx) < far) return "swiping";
  return dx > 0 ? "right" : "left";
}

interface Touch {
  row: HTMLElement;
  pointer: number;
  x: number;
  y: number;
  dx: number;
  swipe: Swipe;
  timer: ReturnType<typeof setTimeout>;
}

/** What swipes over a row and a long press do. */
export type SwipeActions = Record<"right" | "left" | "held", (row: HTMLElement) => void>;

/**
 * Has swipes over the rows of tasks do something; returns how to stop. It leaves what goes up or down to the browser,
 * which scrolls (touch-action), and so need not keep it waiting. globals.css says how a row looks meanwhile.
 */
export function hearSwipes(actions: SwipeActions): () => void {
  const stopping = new AbortController();
  const on = <K extends keyof DocumentEventMap>(type: K, listener: (event: DocumentEventMap[K]) => void) => {
    const passive = type !== "click" && type !== "touchend"; // these two are prevented
    document.addEventListener(type, listener, { signal: stopping.signal, capture: true, passive });
  };
  let touch: Touch | undefined;
  let isHeld = false; // the end of a long press is no click, nor does it move the focus
  const end = () => {
    if (!touch) return;
    clearTimeout(touch.timer);
    if (touch.swipe !== "nothing yet") settle(touch);
    touch = undefined;
  };

  on("pointerdown", (event) => {
    end();
    isHeld = false;
    const target = event.target as Element;
    const row = target.closest<HTMLElement>("[data-row]");
    if (event.pointerType !== "touch" || !event.isPrimary || !row || row.inert) return;
    const held = () => {
      end();
      if (target.closest("a[target]")) return; // the browser has a menu for it
      isHeld = true;
      actions.held(row);
    };
    const { pointerId: pointer, clientX: x, clientY: y } = event;
    touch = { row, pointer, x, y, dx: 0, swipe: "nothing yet", timer: setTimeout(held, hold) };
  });
  on("pointermove", (event) => {
    if (touch?.pointer !== event.pointerId) return;
    const isSwiping = touch.swipe !== "nothing yet";
    touch.dx = event.clientX - touch.x;
    touch.swipe = swipeOf(touch.dx, event.clientY - touch.y, isSwiping);
    if (touch.swipe === "nothing yet") return;
    clearTimeout(touch.timer);
    if (touch.swipe === "scrolling") {
      touch = undefined;
      return;
    }
    const { row, dx, swipe } = touch;
    row.dataset.right = row.querySelector("input")?.checked ? "Open again" : "Done";
    row.dataset.swipe = swipe;
    row.style.translate = `${dx}px`;
  });
  on("pointerup", (event) => {
    if (touch?.pointer !== event.pointerId) return;
    const { row, swipe } = touch;
    end();
    if (swipe === "right" || swipe === "left") actions[swipe](row);
  });
  on("pointercancel", end); // the browser scrolls
  on("contextmenu", end); // which opens the menu itself
  on("touchend", (event) => {
    if (isHeld) event.preventDefault();
  });
  on("click", (event) => {
    if (!isHeld) return;
    isHeld = false;
    event.preventDefault();
    event.stopPropagation();
  });
  return () => {
    end();
    stopping.abort();
  };
}

/** Has a row glide back to where it belongs; at once where motion is unwanted. */
function settle({ row, dx }: Touch) {
  row.style.translate = "";
  const duration = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160;
  const back = row.animate([{ translate: `${dx}px` }, { translate: "0" }], { duration, easing: "ease-out" });
  back.onfinish = () => delete row.dataset.swipe;
}
