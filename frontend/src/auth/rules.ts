import { z } from "zod/mini";

import { codePointLength, oneLine } from "@/lib/text";

// The backend's rules for accounts, in its own sentences. shared/identity/testdata/rules.json holds both sides to them.

const atom = "[a-z0-9!#$%&'*+/=?^_{|}~`-]+";
const label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const address = new RegExp(`^${atom}(\\.${atom})*@(${label}\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$`, "i");

const email = z.string().check(
  z.overwrite((text) => text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "")), // as the backend trims
  z.refine((text) => text.length <= 255 && address.test(text), "Please enter a valid email address"),
);
const newPassword = z.string().check(
  z.refine((text) => codePointLength(text) >= 8, "Password must be at least 8 characters"),
  z.refine((text) => codePointLength(text) <= 128, "Password must be 128 characters or less"),
);
const existingPassword = z.string().check(
  z.minLength(1, "Please enter your password"),
  z.refine((text) => codePointLength(text) <= 128, "Password must be 128 characters or less"),
);

/** The name of a user, which may be empty. */
export const name = z.string().check(
  z.overwrite(oneLine),
  z.refine((text) => !/\p{Cc}/u.test(text), "Name must not contain control characters"),
  z.refine((text) => codePointLength(text) <= 255, "Name must be 255 characters or less"),
);

export const signUpForm = z.object({ name, email, password: newPassword });
export const signInForm = z.object({ email, password: existingPassword, remember: z.boolean() });
export const addressForm = z.object({ email });
/** The server requires the password in sessions older than a day. */
export const changeAddressForm = z.object({ email, currentPassword: z.string() });
export const newPasswordForm = z.object({ password: newPassword });
export const changePasswordForm = z.object({ currentPassword: existingPassword, password: newPassword });
export const confirmForm = z.object({ currentPassword: existingPassword });
