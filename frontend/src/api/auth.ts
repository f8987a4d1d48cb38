import { createAuthClient } from "better-auth/react";

import { errorMessage } from "@/api/client";
import { apiFetch, apiURL } from "@/api/fetch";

Error.captureStackTrace ??= () => {}; // its errors call it, and Firefox has it since version 138

/** Better Auth's own client: accounts, sessions, passwords. */
export const auth = createAuthClient({
  ...(apiURL ? { baseURL: apiURL } : {}),
  fetchOptions: { customFetchImpl: apiFetch },
});

/** An error of Better Auth's, as its client returns it; the status is 0 where there was no answer. */
export interface AuthError {
  code?: string | undefined;
  message?: string | undefined;
  status: number;
}

/** What a call of Better Auth's client has brought: data, or an error, also when the network fails. */
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
  EMAIL_ALREADY_VERIFIED: ["", "Your email address is confirmed already."],
  VERIFICATION_EMAIL_NOT_ENABLED: ["", "This server sends no mail, so there is no link."],
  RESET_PASSWORD_DISABLED: [
    "",
    "This server sends no mail, so a password cannot be set by a link. Please ask whoever runs it.",
  ],
  INVALID_TOKEN: ["", "This link is not valid any more. Please ask for a new one."],
  SESSION_NOT_FRESH: [
    "currentPassword",
    "You signed in more than a day ago. Please enter your current password, or sign in again",
  ],
  UNAUTHORIZED: ["", "Your session has ended. Please sign in again."],
};

// Those that have no code.
const uncoded: Record<string, [field: string, sentence: string]> = {
  "Email is the same": ["email", "This is your email address already"],
  "Verification email isn't enabled": ["", "This server sends no mail, so the address cannot be changed."],
};

/** The field that an error of Better Auth's speaks of, "" for none, and a sentence for a person. */
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
