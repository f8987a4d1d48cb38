/** What the outbox finds in a browser, each as far as it uses it. */
const events = new EventTarget();
const store = {
  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  },
  setItem(key, value) {
    this[key] = String(value);
  },
  removeItem(key) {
    delete this[key];
  },
};

/** Returns Web Locks that nobody holds. */
function newLocks() {
  let last = Promise.resolve();
  let holders = 0;
  return {
    request(_, ...rest) {
      const run = rest.at(-1);
      if (rest.length > 1 && holders > 0) return run(null);
      holders++;
      const turn = last.then(() => run({})).finally(() => holders--);
      last = turn.catch(() => {});
      return turn;
    },
  };
}

const globals = {
  addEventListener: events.addEventListener.bind(events),
  dispatchEvent: events.dispatchEvent.bind(events),
  document: { addEventListener() {}, visibilityState: "visible" },
  location: { origin: process.env.NEXT_PUBLIC_API_URL },
  localStorage: Object.create(store),
  navigator: { onLine: true, locks: newLocks() },
};
for (const [name, value] of Object.entries(globals)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** Begins the page anew: what the last one held is free; what it kept on the device stays where that is persisted. */
export function reload(persisted) {
  globalThis.navigator = { onLine: navigator.onLine, locks: newLocks() };
  if (!persisted) globalThis.localStorage = Object.create(store);
}

export function setOnline(is) {
  navigator.onLine = is;
  dispatchEvent(new Event(is ? "online" : "offline"));
}
