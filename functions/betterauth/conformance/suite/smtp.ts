// A mail sink: speaks just enough SMTP to take every message, and keeps the
// readable text of each one.
import { createServer, type Server, type Socket } from "node:net";

export type Mail = { to: string[]; text: string };

export function smtpSink(receive: (mail: Mail) => void): Server {
  return createServer((socket: Socket) => {
    let to: string[] = [];
    let buffer = "";
    let inData = false;
    const say = (line: string) => socket.write(line + "\r\n");
    socket.setEncoding("latin1");
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      buffer += chunk;
      for (;;) {
        const end = inData ? buffer.indexOf("\r\n.\r\n") : buffer.indexOf("\r\n");
        if (end < 0) return;
        const piece = buffer.slice(0, end);
        buffer = buffer.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          receive({ to, text: textOf(piece.replace(/^\.\./gm, ".")) });
          to = [];
          say("250 kept");
          continue;
        }
        const recipient = /^RCPT TO:\s*<([^>]*)>/i.exec(piece)?.[1];
        if (recipient) to.push(recipient.toLowerCase());
        if (/^DATA$/i.test(piece)) {
          inData = true;
          say("354 go on");
        } else if (/^QUIT/i.test(piece)) {
          say("221 bye");
          socket.end();
        } else say("250 ok");
      }
    });
    say("220 sink");
  });
}

// textOf returns the decoded text part of a message, or its only part.
function textOf(entity: string): string {
  const [, rawHead = "", body = ""] = /^([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(entity) ?? [];
  const head = rawHead.replace(/\r\n[ \t]+/g, " ");
  const boundary = /^content-type:\s*multipart\/.*boundary="?([^";\r\n]+)/im.exec(head)?.[1];
  if (boundary) {
    const parts = body.split("--" + boundary).slice(1, -1).map((part) => part.replace(/^\r\n/, ""));
    return textOf(parts.find((part) => /^content-type:\s*text\/plain/im.test(part)) ?? parts[0] ?? "");
  }
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase();
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return Buffer.from(body, "latin1").toString("utf8");
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
