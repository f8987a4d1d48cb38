import { expect, test } from "vitest";

import { deviceOf } from "@/account/device";

const blink = "AppleWebKit/537.36 (KHTML, like Gecko)";
const webkit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const iphone = `Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ${webkit}`;

test.each([
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
    "Firefox on Windows",
    "computer",
  ],
  [
    `Mozilla/5.0 (Linux; Android 10; K) ${blink} Chrome/131.0.0.0 Mobile Safari/537.36`,
    "Chrome on Android phone",
    "phone",
  ],
  [
    `Mozilla/5.0 (Linux; Android 13; SM-X700) ${blink} Chrome/131.0.0.0 Safari/537.36`,
    "Chrome on Android tablet",
    "tablet",
  ],
  ["Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox on Android phone", "phone"],
  [
    `Mozilla/5.0 (Linux; Android 14; SM-S911B) ${blink} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36`,
    "Samsung Internet on Android phone",
    "phone",
  ],
  [`${iphone} Version/18.1 Mobile/15E148 Safari/604.1`, "Safari on iPhone", "phone"],
  [`${iphone} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`, "Chrome on iPhone", "phone"],
  [
    `Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) ${webkit} FxiOS/133.0 Mobile/15E148 Safari/605.1.15`,
    "Firefox on iPad",
    "tablet",
  ],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/18.1 Safari/605.1.15`,
    "Safari on Mac",
    "computer",
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
    "Edge on Windows",
    "computer",
  ],
  [
    `Mozilla/5.0 (X11; Linux x86_64) ${blink} Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0`,
    "Opera on Linux",
    "computer",
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${blink} HeadlessChrome/131.0.0.0 Safari/537.36`, "Chrome on Linux", "computer"],
  [
    `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${blink} Chrome/131.0.0.0 Safari/537.36`,
    "Chrome on ChromeOS",
    "computer",
  ],
  [`${iphone} Mobile/15E148`, "A browser on iPhone", "phone"],
  ["curl/8.5.0", "curl", "program"],
  ["python-requests/2.32", "python-requests", "program"],
  ["Mozilla/5.0", "Unknown device", "program"],
  ["<script>alert(1)</script>", "Unknown device", "program"],
  ["", "Unknown device", "program"],
  [null, "Unknown device", "program"],
])("%s", (userAgent, words, kind) => {
  expect(deviceOf(userAgent)).toEqual({ words, kind });
});
