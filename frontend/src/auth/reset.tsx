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
import { usePageParams } from "@/ui/page-params";
import { BusyButton } from "@/ui/busy-button";

/** Sets a new password with the token of an emailed link. Without a valid token, it leads to where one is requested. */
export function Reset() {
  const params = usePageParams();
  return params && <ResetForm params={params} />;
}

function ResetForm({ params }: { params: URLSearchParams }) {
  const [token] = useState(params.get("token"));
  const [expired, setExpired] = useState(params.has("error"));
  const form = useForm({ resolver: zodResolver(newPasswordForm) });
  const { register, handleSubmit, formState } = form;
  const { errors, isSubmitting } = formState;

  useEffect(() => {
    history.replaceState(null, "", "/auth/reset"); // keeps the token out of the history and off the screen
  }, []);

  const submit = handleSubmit(async ({ password }) => {
    if (!token) return;
    const { error } = await tryAuth(auth.resetPassword({ newPassword: password, token }));
    if (!error)
      await leave("/auth/signin?reset=1"); // the server has revoked every session of the account
    else if (error.code === "INVALID_TOKEN") setExpired(true);
    else setFormError(form, error);
  });

  if (expired || !token) {
    return (
      <>
        <h1 className="text-2xl font-semibold tracking-tight">
          {expired ? "This link is no longer valid" : "Please open the link in the email"}
        </h1>
        <Notice>
          {expired
            ? "A link works once and expires after an hour. Please request a new one."
            : "To set a new password, open the link in the email again, or request a new one."}
        </Notice>
        <Button asChild>
          <Link href="/auth/forgot">Request a new link</Link>
        </Button>
      </>
    );
  }
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Set a new password</h1>
      <p className="text-sm text-muted">You will sign in with it from now on, here and on your other devices.</p>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
        <PasswordField
          label="New password"
          hint="At least 8 characters. A few words in a row are easy to remember."
          autoComplete="new-password"
          error={errors.password?.message}
          {...register("password")}
        />
        <BusyButton busy={isSubmitting} busyLabel="Setting your password…">
          Set password
        </BusyButton>
      </form>
    </>
  );
}
