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
import { safeRedirect, withNext } from "@/session/redirect";
import { reportedZone } from "@/lib/locale";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { usePageParams } from "@/ui/page-params";
import { BusyButton } from "@/ui/busy-button";
import { toast } from "@/ui/toast";

/** Sets the time zone of a new account, which is UTC at first, to the device's. On failure it tells the user. */
async function setZoneToDevice() {
  const timezone = reportedZone();
  const saved =
    timezone !== undefined && (await unwrap(api.PATCH("/api/auth/profile", { body: { timezone } })).catch(() => null));
  if (saved) return;
  const reason = timezone
    ? `Your time zone, ${timezone}, could not be set`
    : "This browser does not report your time zone";
  toast({ message: `${reason}, so due dates are in UTC. You can change this on the account page.` });
}

/** Creates an account with the device's time zone and goes on to the parameter next. */
export function SignUp() {
  const next = safeRedirect(usePageParams()?.get("next"));
  const form = useForm({ resolver: zodResolver(signUpForm) });
  const { register, handleSubmit, formState } = form;
  const { errors, isSubmitting } = formState;
  const { navigating, afterSignIn } = useAfterSignIn(next);
  const busy = isSubmitting || navigating;
  const router = useRouter();
  useRedirectIfSignedIn(next, busy);

  const submit = handleSubmit(async (fields) => {
    router.prefetch(next);
    const { data, error } = await tryAuth(
      auth.signUp.email({ ...fields, callbackURL: `${location.origin}/auth/verified` }),
    );
    if (error) return setFormError(form, error);
    await setZoneToDevice();
    await afterSignIn(data.user);
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
          <Input autoComplete="name" {...register("name")} />
        </Field>
        <Field label="Email" error={errors.email?.message}>
          <Input type="email" autoComplete="email" {...register("email")} />
        </Field>
        <PasswordField
          label="Password"
          hint="At least 8 characters. A few words in a row are easy to remember."
          autoComplete="new-password"
          error={errors.password?.message}
          {...register("password")}
        />
        <BusyButton busy={busy} busyLabel="Creating your account…">
          Create account
        </BusyButton>
      </form>
      <p className="text-sm text-muted">
        Already have an account?{" "}
        <Link href={withNext("/auth/signin", next)} className="font-medium text-accent underline underline-offset-4">
          Sign in
        </Link>
      </p>
    </>
  );
}
