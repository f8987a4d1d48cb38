/**
 * A service worker that takes a former one off the device, with what that has cached, and then itself. What a page
 * shows it goes on showing; the next is the server's.
 */
export const off = `addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const names = caches.keys();
  event.waitUntil(names.then((all) => Promise.all(all.map((name) => caches.delete(name)))));
  event.waitUntil(registration.unregister());
});
`;
