import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable, Writable } from "node:stream";

type Request = Readable & Pick<http.IncomingMessage, "method" | "headers">;
type Response = Writable & { writeHead: (status: number, headers: http.OutgoingHttpHeaders) => unknown };

const hopByHop = ["connection", "keep-alive", "transfer-encoding"]; // RFC 9110, 7.6.1; HTTP/2 has none

/** Passes a request of HTTP/1.1 or HTTP/2 on to an address, and the answer back; hangs up where there is none. */
export function forward(request: Request, response: Response, target: URL) {
  const headers = without(request.headers, (name) => name.startsWith(":"));
  const onward = http.request(target, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, without(answer.headers, (name) => hopByHop.includes(name)));
    answer.pipe(response);
  });
  onward.on("error", () => response.destroy());
  request.pipe(onward);
}

const without = (headers: http.IncomingHttpHeaders, isOut: (name: string) => boolean) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !isOut(name)));

/** Returns a key and a self-signed certificate of a host (PEM), valid for a day. */
export function certificate(host: string): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(path.join(tmpdir(), "todo-certificate-"));
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const pair = ["-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "1", "-subj", `/CN=${host}`];
  execFileSync("openssl", ["req", "-x509", ...pair], { stdio: "ignore" });
  const pem = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return pem;
}
