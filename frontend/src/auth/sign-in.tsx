"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";

import { tryAuth, auth } from "@/api/auth";
import { useAfterSignIn, useRedirectIfSignedIn } from "@/auth/after-sign-in";
import { PasswordField } from "@/auth/password-field";
import { setFormError } from "@/auth/form-error";
import { signInForm } from "@/auth/rules";
import { safeRedirect, withNext } from "@/session/redirect";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { usePageParams } from "@/ui/page-params";
import { BusyButton } from "@/ui/busy-button";

/** Says why the user was sent here. */
function why(params: URLSearchParams | null): string | undefined {
  if (params?.get("ended")) return "Your session has ended. Please sign in again.";
  if (params?.get("deleted")) return "Your account has been deleted.";
  if (params?.get("reset")) return "Your new password is set. Please sign in.";
}

/** Signs in and goes on to the parameter next. */
export function SignIn() {
  const params = usePageParams();
  const next = safeRedirect(params?.get("next"));
  const notice = why(params);
  // No default values, so that what a password manager fills in before hydration stays.
  const form = useForm({ resolver: zodResolver(signInForm) });
  const { register, handleSubmit, formState, setFocus } = form;
  const { errors, isSubmitting } = formState;
  const { navigating, afterSignIn } = useAfterSignIn(next);
  const busy = isSubmitting || navigating;
  const router = useRouter();
  useRedirectIfSignedIn(next, busy);

  const submit = handleSubmit(async ({ email, password, remember }) => {
    router.prefetch(next);
    const { data, error } = await tryAuth(auth.signIn.email({ email, password, rememberMe: remember }));
    if (data) return afterSignIn(data.user);
    setFormError(form, error);
    if (error.code === "INVALID_EMAIL_OR_PASSWORD") setFocus("password", { shouldSelect: true });
  });

  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Sign in</h1>
      {notice && <Notice>{notice}</Notice>}
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
        <Field label="Email" error={errors.email?.message}>
          <Input type="email" autoComplete="username" {...register("email")} />
        </Field>
        <PasswordField
          label="Password"
          autoComplete="current-password"
          error={errors.password?.message}
          {...register("password")}
        />
        <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
          <label className="flex min-h-6 cursor-pointer items-center gap-2">
            <input type="checkbox" defaultChecked className="size-4 accent-accent" {...register("remember")} />
            Remember me
          </label>
          <Link href={withNext("/auth/forgot", next)} className="text-accent underline underline-offset-4">
            Forgot password?
          </Link>
        </div>
        <BusyButton busy={busy} busyLabel="Signing in…">
          Sign in
        </BusyButton>
      </form>
      <p className="text-sm text-muted">
        New here?{" "}
        <Link href={withNext("/auth/signup", next)} className="font-medium text-accent underline underline-offset-4">
          Create an account
        </Link>
      </p>
    </>
  );
}
