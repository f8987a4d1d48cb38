/**
 * Returns a new UUID of version 4 (RFC 9562, 5.4), without crypto.randomUUID: browsers have that in a secure context
 * alone, and a page over plain http on another host than localhost is none.
 */
export function uuid(): string {
  return format(4, crypto.getRandomValues(new Uint8Array(16)));
}

let time = 0;
let counter = 0;

/**
 * Returns a new UUID of version 7 (RFC 9562, 5.7): the time in milliseconds, 48 bits, a counter of 12 (6.2, method 1),
 * and random ones after it. Each of this page's comes after the one before, so that tasks made at once have an order.
 */
export function uuidv7(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  const start = ((bytes[6] ?? 0) << 3) | ((bytes[7] ?? 0) >> 5); // 11 bits, so that there is room above
  counter = now > time ? start : counter + 1;
  if (counter > 0xfff) {
    counter = 0;
    time++;
  }
  time = Math.max(time, now);
  let milliseconds = time;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = milliseconds % 256;
    milliseconds = Math.floor(milliseconds / 256);
  }
  bytes[6] = counter >> 8;
  bytes[7] = counter & 0xff;
  return format(7, bytes);
}

function format(version: number, bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte, i) => {
    if (i === 6) return (byte & 0x0f) | (version << 4);
    return i === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  const text = hex.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
