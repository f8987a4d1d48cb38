// Starts the mail sink and the server under test, and stops both.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { TestProject } from "vitest/node";
import { smtpSink } from "./smtp.ts";

export type World = {
  target: "real" | "backend";
  databaseURL: string;
  port: number; // where the server listens, on 127.0.0.1
  baseURL: string; // its public URL
  frontend: string; // the origin of the pages
  secret: string;
  mails: string; // a directory; one JSON file a mail
};

declare module "vitest" {
  export interface ProvidedContext {
    world: World;
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const target = oneOf("TARGET", ["real", "backend"]);
  const secure = oneOf("PUBLIC", ["http", "https"]) === "https";
  const databaseURL = required("DATABASE_URL");
  const command = target === "real" ? [process.execPath, "real/server.mjs"] : [required("BACKEND")];

  const mails = mkdtempSync(join(tmpdir(), "conformance-"));
  let received = 0;
  const sink = smtpSink((mail) => {
    writeFileSync(join(mails, `${String(received++).padStart(6, "0")}.json`), JSON.stringify(mail));
  });
  const mailPort = await listen(sink);
  const port = await freePort();

  const world: World = {
    target,
    databaseURL,
    port,
    baseURL: secure ? "https://auth.example.test" : `http://localhost:${port}`,
    frontend: secure ? "https://app.example.test" : "http://localhost:3000",
    secret: "conformance-secret-0123456789-abcdefghij",
    mails,
  };
  const server = spawn(command[0]!, command.slice(1), {
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      PORT: String(port),
      DATABASE_URL: databaseURL,
      BETTER_AUTH_SECRET: world.secret,
      BETTER_AUTH_URL: world.baseURL,
      FRONTEND_URL: world.frontend,
      ALLOWED_ORIGINS: world.frontend,
      SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
      MAIL_FROM: "auth@example.com",
      RATE_LIMITS: secure ? "on" : "off", // over http the real server has none
      TRUSTED_PROXIES: "127.0.0.1/32,::1/128",
      GITHUB_CLIENT_ID: "github-id",
      GITHUB_CLIENT_SECRET: "github-secret",
    },
  });
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill();
      await once(server, "exit");
    }
    sink.close();
    rmSync(mails, { recursive: true });
  };
  try {
    await answering(port, () => server.exitCode !== null || server.signalCode !== null);
  } catch (err) {
    await stop();
    throw err;
  }
  provide("world", world);
  return stop;
}

async function answering(port: number, gone: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (gone()) break;
    const status = await fetch(`http://127.0.0.1:${port}/api/auth/ok`).then((res) => res.status, () => 0);
    if (status === 200) return;
    await pause(100);
  }
  throw new Error("the server under test did not come up");
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

function oneOf<T extends string>(name: string, values: T[]): T {
  const value = values.find((value) => value === process.env[name]);
  if (!value) throw new Error(`${name} must be one of ${values.join(", ")}`);
  return value;
}
