import { expect, test } from "vitest";
import type { z } from "zod/mini";

import { changePasswordForm, signInForm, signUpForm } from "@/auth/rules";

/** What a form says of a field, the first sentence, or undefined. */
function said(form: z.ZodMiniType, fields: Record<string, unknown>, field: string) {
  return form.safeParse(fields).error?.issues.find((issue) => issue.path[0] === field)?.message;
}

const good = { name: "", email: "ann@example.com", password: "correct horse" };
const wrongEmail = "Please enter a valid email address";

test.each([
  "ann@example.com",
  "Ann@EXAMPLE.com",
  "a+b.c@sub.example.co",
  "o'brien@example.com",
  "a@xn--mnchen-3ya.de",
  " ann@example.com ",
  `${"x".repeat(243)}@example.com`,
])("%s is an address", (email) => {
  expect(said(signUpForm, { ...good, email }, "email")).toBeUndefined();
});

test.each([
  "",
  "ann",
  "@example.com",
  "ann@localhost",
  "ann@127.0.0.1",
  "ann@example..com",
  ".ann@example.com",
  "a..b@example.com",
  "ann@-example.com",
  "ann@example.c",
  "ann @example.com",
  "a@b@example.com",
  "änn@example.com",
  "ann\u212a@example.com", // the Kelvin sign, a k in lower case
  "ann@example.com\nbcc: x@example.com",
  `${"x".repeat(244)}@example.com`,
])("%j is no address", (email) => {
  expect(said(signUpForm, { ...good, email }, "email")).toBe(wrongEmail);
});

test("an address is sent without the spaces around it", () => {
  expect(signUpForm.parse({ ...good, email: " ann@example.com\t", name: " Ann " })).toMatchObject({
    email: "ann@example.com",
    name: "Ann",
  });
});

test("a new password has 8 to 128 characters, and its spaces count", () => {
  const of = (password: string) => said(signUpForm, { ...good, password }, "password");
  expect(of("")).toBe("Password must be at least 8 characters");
  expect(of("1234567")).toBe("Password must be at least 8 characters");
  expect(of("12345678")).toBeUndefined();
  expect(of("       8")).toBeUndefined();
  expect(of("x".repeat(128))).toBeUndefined();
  expect(of("😀".repeat(128))).toBeUndefined(); // characters, not UTF-16 units
  expect(of("x".repeat(129))).toBe("Password must be 128 characters or less");
  expect(signUpForm.parse({ ...good, password: "  12345678  " }).password).toBe("  12345678  ");
});

test("a name has 255 characters at most", () => {
  expect(said(signUpForm, { ...good, name: "😀".repeat(255) }, "name")).toBeUndefined();
  expect(said(signUpForm, { ...good, name: "x".repeat(256) }, "name")).toBe("Name must be 255 characters or less");
  expect(said(signUpForm, { ...good, name: `${" ".repeat(9)}${"x".repeat(255)}` }, "name")).toBeUndefined();
});

test("a password that exists may be short, of an older account, but not missing", () => {
  const of = (password: string) => said(signInForm, { email: good.email, password, remember: true }, "password");
  expect(of("short")).toBeUndefined();
  expect(of("")).toBe("Please enter your password");
  expect(of("x".repeat(129))).toBe("Password must be 128 characters or less");
  expect(said(changePasswordForm, { currentPassword: "", password: "12345678" }, "currentPassword")).toBe(
    "Please enter your password",
  );
});
