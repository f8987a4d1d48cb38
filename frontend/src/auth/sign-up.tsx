"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";

import { unwrap, api } from "@/api/client";
import { tryAuth, auth } from "@/api/auth";
import { useAfterSignIn, useRedirectIfSignedIn } from "@/auth/after-sign-in";
import { PasswordField } from "@/auth/password-field";
import { setFormError } from "@/auth/form-error";
import { signUpForm } from "@/auth/rules";
import { withNext } from "@/session/redirect";
import { reportedZone } from "@/lib/locale";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { Submit } from "@/ui/submit";
import { toast } from "@/ui/toast";

/** Gives a new account, whose zone is UTC, that of this device, or says why it has not. */
async function keepZone() {
  const timezone = reportedZone();
  const kept =
    timezone !== undefined && (await unwrap(api.PATCH("/api/auth/profile", { body: { timezone } })).catch(() => null));
  if (kept) return;
  const why = timezone
    ? `Your time zone, ${timezone}, could not be set`
    : "This browser does not say which time zone you are in";
  toast({ message: `${why}, so due dates are in UTC. The account page changes it.` });
}

/** Makes an account, whose time zone is the browser's, and goes on to next. */
export function SignUp({ next }: { next: string }) {
  const form = useForm({ resolver: zodResolver(signUpForm) });
  const { register, handleSubmit, formState } = form;
  const { errors, isSubmitting } = formState;
  // Registered here in their order, since Field asks for its control later: the first wrong one gets the focus.
  const [name, address, secret] = [register("name"), register("email"), register("password")];
  const enter = useAfterSignIn();
  const router = useRouter();
  useRedirectIfSignedIn(next, isSubmitting);

  const submit = handleSubmit(async (fields) => {
    router.prefetch(next);
    const { data, error } = await tryAuth(
      auth.signUp.email({ ...fields, callbackURL: `${location.origin}/auth/verified` }),
    );
    if (error) return setFormError(form, error);
    await keepZone();
    await enter(data.user, next);
  });

  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">Create an account</h1>
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
        <Field
          label={
            <>
              Name <span className="font-normal text-muted">(optional)</span>
            </>
          }
          error={errors.name?.message}
        >
          {(field) => <Input autoComplete="name" {...field} {...name} />}
        </Field>
        <Field label="Email" error={errors.email?.message}>
          {(field) => <Input type="email" autoComplete="email" {...field} {...address} />}
        </Field>
        <PasswordField
          label="Password"
          hint="At least 8 characters. A few words in a row are easy to remember."
          autoComplete="new-password"
          error={errors.password?.message}
          {...secret}
        />
        <Submit busy={isSubmitting} doing="Creating your account…">
          Create account
        </Submit>
      </form>
      <p className="text-sm text-muted">
        You have one?{" "}
        <Link href={withNext("/auth/signin", next)} className="font-medium text-accent underline underline-offset-4">
          Sign in
        </Link>
      </p>
    </>
  );
}
