import { createAuthClient } from "better-auth/react";

import { apiFetch, apiURL } from "@/api/fetch";

/** Better Auth's own client: accounts, sessions, passwords. */
export const auth = createAuthClient({
  ...(apiURL ? { baseURL: apiURL } : {}),
  fetchOptions: { customFetchImpl: apiFetch },
});

/** An error of Better Auth's, as its client returns it. */
export interface AuthError {
  code?: string | undefined;
  message?: string | undefined;
  status: number;
}

const sentences: Record<string, [field: string, sentence: string]> = {
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: ["email", "An account with this email already exists"],
  FAILED_TO_CREATE_USER: ["email", "An account with this email already exists"],
  INVALID_EMAIL: ["email", "Please enter a valid email address"],
  INVALID_EMAIL_OR_PASSWORD: ["", "Invalid email or password"],
  PASSWORD_TOO_SHORT: ["password", "Password must be at least 8 characters"],
  PASSWORD_TOO_LONG: ["password", "Password must be 128 characters or less"],
  INVALID_PASSWORD: ["currentPassword", "This is not your current password"],
  EMAIL_NOT_VERIFIED: ["email", "Please confirm your email address first: the link is in your mailbox"],
  INVALID_TOKEN: ["", "This link is not valid any more. Please ask for a new one."],
};

/** The field that an error of Better Auth's speaks of, "" for none, and a sentence for a person. */
export function explain(error: AuthError): { field: string; message: string } {
  const known = error.code ? sentences[error.code] : undefined;
  if (known) return { field: known[0], message: known[1] };
  if (error.code === "VALIDATION_ERROR" && error.message?.includes("[body.email]")) {
    return { field: "email", message: "Please enter a valid email address" };
  }
  if (error.status === 429) return { field: "", message: "Too many attempts. Please wait a moment and try again." };
  if (error.status === 503) return { field: "", message: "The server cannot answer right now. Please try again in a moment." };
  return { field: "", message: error.message || "Something went wrong. Please try again." };
}
