import { createAuthClient } from "better-auth/react";

import { errorMessage } from "@/api/client";
import { apiFetch, apiURL } from "@/api/fetch";

Error.captureStackTrace ??= () => {}; // better-auth calls it; Firefox has it since version 138

/** Better Auth's own client: accounts, sessions, passwords. */
export const auth = createAuthClient({
  ...(apiURL ? { baseURL: apiURL } : {}),
  fetchOptions: { customFetchImpl: apiFetch },
});

/** An error of Better Auth, as its client returns it. The status is 0 without a response. */
export interface AuthError {
  code?: string | undefined;
  message?: string | undefined;
  status: number;
}

/** Returns the data or the error of a call of Better Auth's client, also when the network fails. */
export async function tryAuth<T>(
  call: Promise<{ data: T | null; error: AuthError | null }>,
): Promise<{ data: T; error: null } | { data: null; error: AuthError }> {
  try {
    const { data, error } = await call;
    return error ? { data: null, error } : { data: data as T, error: null };
  } catch (error) {
    return { data: null, error: { status: 0, message: errorMessage(error) } };
  }
}

const sentences: Record<string, [field: string, sentence: string]> = {
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: ["email", "An account with this email already exists"],
  FAILED_TO_CREATE_USER: ["email", "An account with this email already exists"],
  INVALID_EMAIL: ["email", "Please enter a valid email address"],
  INVALID_EMAIL_OR_PASSWORD: ["", "Invalid email or password"],
  PASSWORD_TOO_SHORT: ["password", "Password must be at least 8 characters"],
  PASSWORD_TOO_LONG: ["password", "Password must be 128 characters or less"],
  INVALID_PASSWORD: ["currentPassword", "This is not your current password"],
  CREDENTIAL_ACCOUNT_NOT_FOUND: [
    "currentPassword",
    "This account has no password yet. “Forgot password?” on the sign-in page sets one.",
  ],
  EMAIL_NOT_VERIFIED: ["email", "Please confirm your email address first: the link is in your mailbox"],
  EMAIL_ALREADY_VERIFIED: ["", "Your email address is already confirmed."],
  VERIFICATION_EMAIL_NOT_ENABLED: ["", "This server does not send email, so there is no link to send."],
  RESET_PASSWORD_DISABLED: [
    "",
    "This server does not send email, so a password cannot be reset by a link. Please ask its operator.",
  ],
  INVALID_TOKEN: ["", "This link is no longer valid. Please request a new one."],
  SESSION_NOT_FRESH: [
    "currentPassword",
    "You signed in more than a day ago. Please enter your current password, or sign in again",
  ],
  UNAUTHORIZED: ["", "Your session has ended. Please sign in again."],
};

// Errors without a code, by message.
const uncoded: Record<string, [field: string, sentence: string]> = {
  "Email is the same": ["email", "This is already your email address"],
  "Verification email isn't enabled": ["", "This server does not send email, so the address cannot be changed."],
};

/** Returns the field that an error of Better Auth belongs to, "" for none, and a sentence for the user. */
export function describeAuthError(error: AuthError): { field: string; message: string } {
  const known = ownEntry(sentences, error.code) ?? ownEntry(uncoded, error.message);
  if (known) return { field: known[0], message: known[1] };
  if (error.code === "VALIDATION_ERROR") {
    if (/\[body\.(email|newEmail)\]/.test(error.message ?? ""))
      return { field: "email", message: "Please enter a valid email address" };
    if (error.message?.includes("[body.name]"))
      return { field: "name", message: "Name must be 255 characters or less" };
  }
  if (error.status === 429) return { field: "", message: "Too many attempts. Please wait a moment and try again." };
  if (error.status === 503)
    return { field: "", message: "The server cannot answer right now. Please try again in a moment." };
  return { field: "", message: error.message || "Something went wrong. Please try again." };
}

function ownEntry<T>(table: Record<string, T>, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
