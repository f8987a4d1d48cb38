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
import { withNext } from "@/session/redirect";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { Submit } from "@/ui/submit";

/** Signs in and goes on to next; notice says why one is here. */
export function SignIn({ next, notice }: { next: string; notice: string | undefined }) {
  // No default values: what a password manager has filled in before the page runs stays.
  const form = useForm({ resolver: zodResolver(signInForm) });
  const { register, handleSubmit, formState, setFocus } = form;
  const { errors, isSubmitting } = formState;
  // Registered here in their order, since Field asks for its control later: the first wrong one gets the focus.
  const [address, secret, remember] = [register("email"), register("password"), register("remember")];
  const enter = useAfterSignIn();
  const router = useRouter();
  useRedirectIfSignedIn(next, isSubmitting);

  const submit = handleSubmit(async ({ email, password, remember }) => {
    router.prefetch(next);
    const { data, error } = await tryAuth(auth.signIn.email({ email, password, rememberMe: remember }));
    if (data) return enter(data.user, next);
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
          {(field) => <Input type="email" autoComplete="username" {...field} {...address} />}
        </Field>
        <PasswordField label="Password" autoComplete="current-password" error={errors.password?.message} {...secret} />
        <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
          <label className="flex min-h-6 cursor-pointer items-center gap-2">
            <input type="checkbox" defaultChecked className="size-4 accent-accent" {...remember} />
            Remember me
          </label>
          <Link href={withNext("/auth/forgot", next)} className="text-accent underline underline-offset-4">
            Forgot password?
          </Link>
        </div>
        <Submit busy={isSubmitting} doing="Signing in…">
          Sign in
        </Submit>
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
