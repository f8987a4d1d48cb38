/** The line for a new task: what is typed, and the lines that were sent before and wait to be understood. */
interface EntryLine {
  typed: string;
  waiting: string[];
}

const lines = new Map<string, EntryLine>(); // by user; they outlive the field, which a phone shows only by need
const listeners = new Set<() => void>();
const entry = (user: string) => `todo.line.${user}`; // of the tab's own storage: another tab has another field

function lineOf(user: string): EntryLine {
  let line = lines.get(user);
  if (!line) {
    line = { typed: "", waiting: [] };
    try {
      line.typed = sessionStorage.getItem(entry(user)) ?? "";
    } catch {
      // A browser that keeps nothing: it lives as long as the page.
    }
    lines.set(user, line);
  }
  return line;
}

/** Changes the line of a user, and keeps it should the page be left: after that, what has waited is typed. */
function change(user: string, to: (line: EntryLine) => void) {
  const line = lineOf(user);
  to(line);
  const text = [...line.waiting, line.typed].join(" ").trim();
  try {
    if (text) sessionStorage.setItem(entry(user), text);
    else sessionStorage.removeItem(entry(user));
  } catch {
    // as above
  }
  listeners.forEach((listener) => listener());
}

/** Calls back when a line changes, until the returned function is called. */
export function subscribeLine(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Returns what a user has typed in this tab and not sent. */
export const typedLine = (user: string) => lineOf(user).typed;

/** Keeps what a user has typed. */
export const keepTyped = (user: string, text: string) => change(user, (line) => (line.typed = text));

/** Keeps a line that waits, until the returned function is called. */
export function holdLine(user: string, text: string): () => void {
  change(user, (line) => line.waiting.push(text));
  return () => change(user, (line) => line.waiting.splice(line.waiting.indexOf(text), 1));
}

/** Forgets the line of a user: the account is deleted. */
export function forgetLine(user: string) {
  change(user, (line) => Object.assign(line, { typed: "", waiting: [] }));
}
