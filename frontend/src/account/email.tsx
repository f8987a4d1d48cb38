"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";

import type { Profile } from "@/session/profile";
import { useSetFormError } from "@/account/form-error";
import { Section } from "@/account/section";
import { tryAuth, auth, describeAuthError } from "@/api/auth";
import { PasswordField } from "@/auth/password-field";
import { changeAddressForm } from "@/auth/rules";
import { useSession } from "@/session/use-session";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { BusyButton } from "@/ui/busy-button";

const callbackURL = () => `${location.origin}/auth/verified`;

/** Shows the email address and whether it is confirmed, and changes it. */
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
      {!profile.email_verified && <ResendLink email={profile.email} />}
      <ChangeEmail />
    </Section>
  );
}

function ResendLink({ email }: { email: string }) {
  const client = useQueryClient();
  const { refetch } = useSession();
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState<{ kind: "good" | "error"; message: string }>();

  async function send() {
    setBusy(true);
    setNotice(undefined);
    const { error } = await tryAuth(auth.sendVerificationEmail({ email, callbackURL: callbackURL() }));
    setBusy(false);
    if (!error) setNotice({ kind: "good", message: `A link is on its way to ${email}. It is valid for an hour.` });
    else setNotice({ kind: "error", message: describeAuthError(error).message });
    if (error?.status === 401) void refetch();
    if (error?.code === "EMAIL_ALREADY_VERIFIED" || error?.code === "EMAIL_MISMATCH")
      void client.invalidateQueries({ queryKey: ["profile"] });
  }

  return (
    <>
      <BusyButton
        type="button"
        variant="secondary"
        busy={busy}
        busyLabel="Sending…"
        onClick={() => void send()}
        className="self-start"
      >
        Send the link again
      </BusyButton>
      {notice && <Notice kind={notice.kind}>{notice.message}</Notice>}
    </>
  );
}

function ChangeEmail() {
  const setFormError = useSetFormError();
  const [sentTo, setSentTo] = useState("");
  const [askPassword, setAskPassword] = useState(false);
  const form = useForm({ resolver: zodResolver(changeAddressForm), defaultValues: { email: "", currentPassword: "" } });
  const { register, handleSubmit, formState, reset } = form;
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async ({ email, currentPassword }) => {
    setSentTo("");
    const password = currentPassword ? { password: currentPassword } : {};
    const { error } = await tryAuth(auth.changeEmail({ newEmail: email, callbackURL: callbackURL(), ...password }));
    if (error?.code === "SESSION_NOT_FRESH") setAskPassword(true);
    if (error) return setFormError(form, error);
    reset();
    setAskPassword(false);
    setSentTo(email);
  });

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
      <Field label="New email" error={errors.email?.message}>
        <Input type="email" autoComplete="email" {...register("email")} />
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
          A link was sent to {sentTo}, unless that address already has an account. Your address changes once you open
          the link.
        </Notice>
      )}
      <BusyButton busy={isSubmitting} busyLabel="Sending the link…" variant="secondary" className="self-start">
        Change email
      </BusyButton>
    </form>
  );
}
