"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { useForm } from "react-hook-form";

import { tryAuth, auth } from "@/api/auth";
import { setFormError } from "@/auth/form-error";
import { addressForm } from "@/auth/rules";
import { withNext } from "@/session/redirect";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { Submit } from "@/ui/submit";

/** Asks for a mail with a link that sets another password. The answer does not tell whether an address has an account. */
export function Forgot({ next }: { next: string }) {
  const form = useForm({ resolver: zodResolver(addressForm) });
  const { register, handleSubmit, formState } = form;
  const { errors, isSubmitting, isSubmitSuccessful } = formState;

  const submit = handleSubmit(async ({ email }) => {
    const { error } = await tryAuth(auth.requestPasswordReset({ email, redirectTo: `${location.origin}/auth/reset` }));
    if (error) setFormError(form, error);
  });

  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Forgotten your password?</h1>
      <p className="text-sm text-muted">
        Give the email address of your account. A mail will bring a link to set a new password.
      </p>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
        <Field label="Email" error={errors.email?.message}>
          {(field) => <Input type="email" autoComplete="username" {...field} {...register("email")} />}
        </Field>
        <Submit busy={isSubmitting} doing="Sending…">
          Send the link
        </Submit>
        {isSubmitSuccessful && (
          <Notice kind="good">If this email has an account, a link to set a new password is on its way.</Notice>
        )}
      </form>
      <p className="text-sm text-muted">
        You remember it?{" "}
        <Link href={withNext("/auth/signin", next)} className="font-medium text-accent underline underline-offset-4">
          Sign in
        </Link>
      </p>
    </>
  );
}
