import { afterEach, expect, test, vi } from "vitest";

import { tryAuth, describeAuthError } from "@/api/auth";

afterEach(() => vi.unstubAllGlobals());

test.each([
  [
    { status: 422, code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", message: "User already exists. Use another email." },
    "email",
    "An account with this email already exists",
  ],
  [{ status: 422, code: "FAILED_TO_CREATE_USER" }, "email", "An account with this email already exists"],
  [{ status: 400, code: "INVALID_EMAIL" }, "email", "Please enter a valid email address"],
  [{ status: 401, code: "INVALID_EMAIL_OR_PASSWORD" }, "", "Invalid email or password"],
  [{ status: 400, code: "PASSWORD_TOO_SHORT" }, "password", "Password must be at least 8 characters"],
  [{ status: 400, code: "PASSWORD_TOO_LONG" }, "password", "Password must be 128 characters or less"],
  [{ status: 400, code: "INVALID_PASSWORD" }, "currentPassword", "This is not your current password"],
  [
    { status: 403, code: "SESSION_NOT_FRESH" },
    "currentPassword",
    "You signed in more than a day ago. Please enter your current password, or sign in again",
  ],
  [
    { status: 400, code: "VALIDATION_ERROR", message: "[body.email] Invalid email address" },
    "email",
    "Please enter a valid email address",
  ],
  [
    { status: 400, code: "VALIDATION_ERROR", message: "[body.newEmail] Invalid email address" },
    "email",
    "Please enter a valid email address",
  ],
  [
    { status: 400, code: "VALIDATION_ERROR", message: "[body.name] name must be 255 characters or less" },
    "name",
    "Name must be 255 characters or less",
  ],
  [{ status: 400, message: "Email is the same" }, "email", "This is already your email address"],
  [
    { status: 429, message: "Too many requests. Please try again later." },
    "",
    "Too many attempts. Please wait a moment and try again.",
  ],
  [
    { status: 503, code: "SERVICE_UNAVAILABLE", message: "x" },
    "",
    "The server cannot answer right now. Please try again in a moment.",
  ],
  [{ status: 500 }, "", "Something went wrong. Please try again."],
  [{ status: 400, code: "SOMETHING_NEW", message: "A sentence" }, "", "A sentence"],
  [{ status: 400, code: "constructor", message: "toString" }, "", "toString"],
])("%j", (error, field, message) => {
  expect(describeAuthError(error)).toEqual({ field, message });
});

test("a call brings data, or an error", async () => {
  expect(await tryAuth(Promise.resolve({ data: { user: 1 }, error: null }))).toEqual({
    data: { user: 1 },
    error: null,
  });
  const error = { status: 401, code: "UNAUTHORIZED" };
  expect(await tryAuth(Promise.resolve({ data: null, error }))).toEqual({ data: null, error });
});

test("without an answer there is a sentence too", async () => {
  const failing = () => tryAuth(Promise.reject(new TypeError("Failed to fetch")));
  vi.stubGlobal("navigator", { onLine: true });
  expect(describeAuthError((await failing()).error!).message).toMatch(/server cannot be reached/);
  vi.stubGlobal("navigator", { onLine: false });
  expect(describeAuthError((await failing()).error!).message).toMatch(/offline/);
});
