/** The device of a session, as far as its user agent tells. */
export interface Device {
  /** Such as "Firefox on Windows" or "Chrome on Android phone". */
  words: string;
  kind: "computer" | "phone" | "tablet" | "program";
}

// The first match counts, since most browsers name others too.
const browsers: [RegExp, string][] = [
  [/\b(Edg|EdgA|EdgiOS|Edge)\//, "Edge"],
  [/\b(OPR|OPiOS|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bYaBrowser\//, "Yandex Browser"],
  [/\bDuckDuckGo\//, "DuckDuckGo"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|\bCriOS|\bChromium)\//, "Chrome"],
  [/\bVersion\/.*\bSafari\//, "Safari"],
];

const systems: [RegExp, string, Device["kind"]][] = [
  [/\biPhone\b/, "iPhone", "phone"],
  [/\biPad\b/, "iPad", "tablet"],
  [/\bAndroid\b.*\bMobile\b/, "Android phone", "phone"],
  [/\bAndroid\b/, "Android tablet", "tablet"],
  [/\bWindows\b/, "Windows", "computer"],
  [/\bCrOS\b/, "ChromeOS", "computer"],
  [/\bMacintosh\b/, "Mac", "computer"],
  [/\bLinux\b/, "Linux", "computer"],
];

/** Describes a user agent, so that users recognise their devices. It proves nothing: any client can send any. */
export function deviceOf(userAgent: string | null): Device {
  if (!userAgent) return { words: "Unknown device", kind: "program" };
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1];
  const system = systems.find(([pattern]) => pattern.test(userAgent));
  if (browser && system) return { words: `${browser} on ${system[1]}`, kind: system[2] };
  if (browser) return { words: browser, kind: "computer" };
  if (system) return { words: `A browser on ${system[1]}`, kind: system[2] };
  const program = /^[A-Za-z][\w.-]{0,30}/.exec(userAgent)?.[0];
  return { words: program && program !== "Mozilla" ? program : "Unknown device", kind: "program" };
}
