"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";

import { tryAuth, auth } from "@/api/auth";
import { PasswordField } from "@/auth/password-field";
import { setFormError } from "@/auth/form-error";
import { newPasswordForm } from "@/auth/rules";
import { leave } from "@/session/signed-in";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Submit } from "@/ui/submit";

/** Sets a new password with the token that a mail's link has brought; without one, leads to where another is to be had. */
export function Reset({ token, refused }: { token: string | undefined; refused: boolean }) {
  const [dead, setDead] = useState(refused);
  const form = useForm({ resolver: zodResolver(newPasswordForm) });
  const { register, handleSubmit, formState } = form;
  const { errors, isSubmitting } = formState;

  useEffect(() => {
    history.replaceState(null, "", "/auth/reset"); // neither the history nor a look over the shoulder gets the token
  }, []);

  const submit = handleSubmit(async ({ password }) => {
    if (!token) return;
    const { error } = await tryAuth(auth.resetPassword({ newPassword: password, token }));
    if (!error)
      leave("/auth/signin?reset=1"); // every session of the account has ended
    else if (error.code === "INVALID_TOKEN") setDead(true);
    else setFormError(form, error);
  });

  if (dead || !token) {
    return (
      <>
        <h1 className="text-2xl font-semibold tracking-tight">
          {dead ? "This link is not good any more" : "The link from the mail is needed"}
        </h1>
        <Notice>
          {dead
            ? "A link sets a password once, and within an hour. Please ask for a new one."
            : "To set a new password, please open the link in the mail again, or ask for a new one."}
        </Notice>
        <Button asChild>
          <Link href="/auth/forgot">Ask for a new link</Link>
        </Button>
      </>
    );
  }
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Set a new password</h1>
      <p className="text-sm text-muted">Afterwards you sign in with it, here and on your other devices.</p>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
        <PasswordField
          label="New password"
          hint="At least 8 characters. A few words in a row are easy to remember."
          autoComplete="new-password"
          error={errors.password?.message}
          {...register("password")}
        />
        <Submit busy={isSubmitting} doing="Setting your password…">
          Set password
        </Submit>
      </form>
    </>
  );
}
