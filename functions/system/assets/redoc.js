import { init } from "/redoc/redoc.standalone.js";

// ReDoc's attribution shows a logo from another host: its name stands in for it.
const name =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='44' height='14'>" +
  "<text y='11' font-family='sans-serif' font-size='11' fill='%232467f2'>Redocly</text></svg>";
const image = HTMLImageElement.prototype;
const src = Object.getOwnPropertyDescriptor(image, "src");
Object.defineProperty(image, "src", {
  ...src,
  set(url) {
    const { protocol, origin } = new URL(url, location.href);
    src.set.call(this, protocol === "data:" || origin === location.origin ? url : name);
  },
});
image.setAttribute = function (attribute, value) {
  if (attribute === "src") {
    this.src = value;
  } else {
    Element.prototype.setAttribute.call(this, attribute, value);
  }
};

// Without workers its search needs neither eval nor blob: scripts.
window.Worker = undefined;

// It keeps the layout in a cookie, which would go with every request to the API.
Object.defineProperty(document, "cookie", { get: () => "", set: () => {} });

init("/openapi.json", { disableTelemetry: true }, document.getElementById("redoc"));
