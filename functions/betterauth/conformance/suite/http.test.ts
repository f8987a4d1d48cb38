import { describe, expect, test } from "vitest";
import { Browser, freshEmail, password, signUp } from "./world.ts";

test("ok", async () => {
  const { data, error } = await new Browser().client.$fetch("/ok");
  expect([data, error]).toEqual([{ ok: true }, null]);
});

test.each([
  ["GET", "/nowhere"],
  ["POST", "/nowhere"],
  ["GET", "/ok/"],
  ["GET", "//ok"],
  ["GET", ""],
  ["POST", "/ok"],
  ["GET", "/sign-in/email"],
  ["GET", "/sign-out"],
  ["DELETE", "/sign-out"],
  ["PUT", "/update-user"],
  ["PATCH", "/update-user"],
  ["POST", "/list-sessions"],
  ["POST", "/set-password"],
  ["POST", "/forget-password"],
  ["HEAD", "/get-session"],
])("%s %s is not there", async (method, path) => {
  const reply = await new Browser().send(method, path, { body: method === "POST" ? {} : undefined });
  expect(reply.status).toBe(404);
  expect(reply.text).toBe("");
});

test("the client sees a missing path as status 404", async () => {
  const { data, error } = await new Browser().client.$fetch("/nowhere");
  expect(data).toBeNull();
  expect(error).toEqual({ status: 404, statusText: "Not Found" });
});

const json = { "content-type": "application/json" };

test.each(["{", "{bad}", "{'email':1}", '{"email":"a@example.com",}'])("%s is no JSON", async (raw) => {
  for (const path of ["/sign-in/email", "/sign-up/email", "/change-password", "/request-password-reset"]) {
    const reply = await new Browser().send("POST", path, { raw, headers: json });
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ message: "Invalid JSON in request body", code: "BAD_REQUEST" });
  }
});

describe("content types", () => {
  test.each(["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/vnd.api+json"])(
    "%s is refused",
    async (type) => {
      for (const path of ["/sign-in/email", "/sign-out", "/update-user"]) {
        const reply = await new Browser().send("POST", path, { raw: "{}", headers: { "content-type": type } });
        expect(reply.status).toBe(415);
        expect(reply.json).toEqual({ message: expect.any(String), code: "UNSUPPORTED_MEDIA_TYPE" });
      }
    },
  );

  test("a form is refused but at sign-up and sign-in", async () => {
    const reply = await new Browser().send("POST", "/sign-out", {
      raw: "a=1",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect([reply.status, reply.json.code]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
  });

  test.each(["application/json; charset=utf-8", "Application/JSON"])("%s is taken", async (type) => {
    const { email } = await signUp();
    const reply = await new Browser().send("POST", "/sign-in/email", {
      body: { email, password },
      headers: { "content-type": type },
    });
    expect(reply.status).toBe(200);
  });

  test("a body without one is no body", async () => {
    const { email } = await signUp();
    const reply = await new Browser().send("POST", "/sign-in/email", { raw: JSON.stringify({ email, password }) });
    expect([reply.status, reply.json.code]).toEqual([400, "VALIDATION_ERROR"]);
  });
});

test.each([
  ["null", null],
  ["a list", []],
  ["a string", "x"],
  ["a number", 7],
  ["no body", undefined],
])("%s is refused where an object is wanted", async (_, body) => {
  for (const path of ["/sign-in/email", "/sign-up/email", "/change-password", "/reset-password", "/sign-in/social"]) {
    const reply = await new Browser().send("POST", path, { body });
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ message: expect.any(String), code: "VALIDATION_ERROR" });
  }
});

test("a bad body is told before a missing session", async () => {
  const reply = await new Browser().send("POST", "/change-password", { body: {} });
  expect([reply.status, reply.json.code]).toEqual([400, "VALIDATION_ERROR"]);
});

test("an unknown field is ignored", async () => {
  const { email } = await signUp();
  const reply = await new Browser().send("POST", "/sign-in/email", { body: { email, password, extra: { a: 1 } } });
  expect(reply.status).toBe(200);
});

test("errors are JSON", async () => {
  const browser = new Browser();
  const { error } = await browser.client.signIn.email({ email: freshEmail(), password });
  expect(error).toEqual({
    message: "Invalid email or password",
    code: "INVALID_EMAIL_OR_PASSWORD",
    status: 401,
    statusText: "Unauthorized",
  });
  expect(browser.last.headers.get("content-type")).toMatch(/^application\/json/);
});
