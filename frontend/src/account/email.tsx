"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";

import type { Profile } from "@/account/profile";
import { useSetFormError } from "@/account/form-error";
import { Section } from "@/account/section";
import { tryAuth, auth, describeAuthError } from "@/api/auth";
import { PasswordField } from "@/auth/password-field";
import { changeAddressForm } from "@/auth/rules";
import { useSession } from "@/session/session";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { Submit } from "@/ui/submit";

const landing = () => `${location.origin}/auth/verified`;

/** The email address: whether it is confirmed, and how it becomes another. */
export function EmailSection({ profile }: { profile: Profile }) {
  return (
    <Section title="Email" hint="You sign in with it, and a link to it sets a forgotten password.">
      <div>
        <p className="break-words font-medium [overflow-wrap:anywhere]">{profile.email}</p>
        <p className={`mt-1 flex items-center gap-1.5 text-sm ${profile.email_verified ? "text-good" : "text-warn"}`}>
          {profile.email_verified ? (
            <CircleCheck aria-hidden className="size-4" />
          ) : (
            <CircleAlert aria-hidden className="size-4" />
          )}
          {profile.email_verified ? "Confirmed" : "Not confirmed yet"}
        </p>
      </div>
      {!profile.email_verified && <SendAgain email={profile.email} />}
      <ChangeEmail />
    </Section>
  );
}

function SendAgain({ email }: { email: string }) {
  const client = useQueryClient();
  const { refetch } = useSession();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ kind: "good" | "error"; message: string }>();

  async function send() {
    if (busy) return;
    setBusy(true);
    setSaid(undefined);
    const { error } = await tryAuth(auth.sendVerificationEmail({ email, callbackURL: landing() }));
    setBusy(false);
    if (!error) setSaid({ kind: "good", message: `A link is on its way to ${email}. It is good for an hour.` });
    else setSaid({ kind: "error", message: describeAuthError(error).message });
    if (error?.status === 401) void refetch();
    if (error?.code === "EMAIL_ALREADY_VERIFIED" || error?.code === "EMAIL_MISMATCH")
      void client.invalidateQueries({ queryKey: ["profile"] });
  }

  return (
    <>
      <Button variant="secondary" aria-disabled={busy || undefined} onClick={() => void send()} className="self-start">
        {busy ? "Sending…" : "Send the link again"}
      </Button>
      {said && <Notice kind={said.kind}>{said.message}</Notice>}
    </>
  );
}

function ChangeEmail() {
  const refused = useSetFormError();
  const [sentTo, setSentTo] = useState("");
  const [askPassword, setAskPassword] = useState(false);
  const form = useForm({ resolver: zodResolver(changeAddressForm), defaultValues: { email: "", currentPassword: "" } });
  const { register, handleSubmit, formState, reset } = form;
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async ({ email, currentPassword }) => {
    setSentTo("");
    const password = currentPassword ? { password: currentPassword } : {};
    const { error } = await tryAuth(auth.changeEmail({ newEmail: email, callbackURL: landing(), ...password }));
    if (error?.code === "SESSION_NOT_FRESH") setAskPassword(true);
    if (error) return refused(form, error);
    reset();
    setAskPassword(false);
    setSentTo(email);
  });

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
      <Field label="New email" error={errors.email?.message}>
        {(field) => <Input type="email" autoComplete="email" {...field} {...register("email")} />}
      </Field>
      {askPassword && (
        <PasswordField
          label="Current password"
          autoFocus
          autoComplete="current-password"
          error={errors.currentPassword?.message}
          {...register("currentPassword")}
        />
      )}
      {sentTo && (
        <Notice kind="good">
          A link was sent to {sentTo}, unless that address has an account already. Once it is opened, it is your
          address.
        </Notice>
      )}
      <Submit busy={isSubmitting} doing="Sending the link…" variant="secondary" className="self-start">
        Change email
      </Submit>
    </form>
  );
}
