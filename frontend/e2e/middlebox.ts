import http from "node:http";
import type { AddressInfo } from "node:net";

import { forward } from "./proxy";

/** What a middlebox answers in place of the backend; "reset" cuts the connection. */
export type Instead = { status: number; headers?: Record<string, string>; body?: string } | "reset";

/**
 * An HTTP proxy (RFC 3234: middlebox) for a browser to be set to: it passes everything on, or answers the requests for
 * a path itself.
 */
export class Middlebox {
  /** What is answered in place of the backend, undefined for nothing. */
  instead: Instead | undefined;
  /** Which requests: the API's changes of tasks at first. */
  matches = (method: string, path: string) => method !== "GET" && /^\/api\/(tasks|batch)/.test(path);
  /** How many requests it has answered itself. */
  answered = 0;
  private readonly server = http.createServer((request, response) => this.serve(request, response));

  /** Begins to listen on a free port, and returns its address. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  private serve(request: http.IncomingMessage, response: http.ServerResponse) {
    const url = new URL(request.url ?? "/", "http://127.0.0.1:3002");
    if (this.instead && this.matches(request.method ?? "", url.pathname)) {
      const { instead } = this;
      request.resume().on("end", () => {
        this.answered++;
        if (instead === "reset") return void request.socket.destroy();
        response.writeHead(instead.status, instead.headers).end(instead.body);
      });
      return;
    }
    forward(request, response, new URL(url.pathname + url.search, `http://127.0.0.1:${url.port}`));
  }
}
