"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { useForm } from "react-hook-form";

import { tryAuth, auth } from "@/api/auth";
import { setFormError } from "@/auth/form-error";
import { addressForm } from "@/auth/rules";
import { safeRedirect, withNext } from "@/session/redirect";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { usePageParams } from "@/ui/page-params";
import { BusyButton } from "@/ui/busy-button";

/** Requests a link that sets a new password. The response does not reveal whether an address has an account. */
export function Forgot() {
  const next = safeRedirect(usePageParams()?.get("next"));
  const form = useForm({ resolver: zodResolver(addressForm) });
  const { register, handleSubmit, formState } = form;
  const { errors, isSubmitting, isSubmitSuccessful } = formState;

  const submit = handleSubmit(async ({ email }) => {
    const { error } = await tryAuth(auth.requestPasswordReset({ email, redirectTo: `${location.origin}/auth/reset` }));
    if (error) setFormError(form, error);
  });

  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Forgot your password?</h1>
      <p className="text-sm text-muted">
        Enter the email address of your account to get a link for setting a new password.
      </p>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
        <Field label="Email" error={errors.email?.message}>
          <Input type="email" autoComplete="username" {...register("email")} />
        </Field>
        <BusyButton busy={isSubmitting} busyLabel="Sending…">
          Send the link
        </BusyButton>
        {isSubmitSuccessful && (
          <Notice kind="good">If this email has an account, a link to set a new password is on its way.</Notice>
        )}
      </form>
      <p className="text-sm text-muted">
        Remember it?{" "}
        <Link href={withNext("/auth/signin", next)} className="font-medium text-accent underline underline-offset-4">
          Sign in
        </Link>
      </p>
    </>
  );
}
