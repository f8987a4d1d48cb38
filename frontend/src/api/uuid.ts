/**
 * Returns a new UUID of version 4 (RFC 9562, 5.4), without crypto.randomUUID: browsers have that in a secure context
 * alone, and a page over plain http on another host than localhost is none.
 */
export function uuid(): string {
  return format(4, crypto.getRandomValues(new Uint8Array(16)));
}

/** Returns a new UUID of version 7 (RFC 9562, 5.7): the time in milliseconds, 48 bits, and random ones after it. */
export function uuidv7(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let milliseconds = Date.now();
  for (let i = 5; i >= 0; i--) {
    bytes[i] = milliseconds % 256;
    milliseconds = Math.floor(milliseconds / 256);
  }
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
