"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";

import { useSetFormError } from "@/account/form-error";
import { Section } from "@/account/section";
import { tryAuth, auth } from "@/api/auth";
import { PasswordField } from "@/auth/password-field";
import { changePasswordForm } from "@/auth/rules";
import { Notice } from "@/ui/notice";
import { BusyButton } from "@/ui/busy-button";
import { toast } from "@/ui/toast";

/** Changes the password. */
export function PasswordSection({ email }: { email: string }) {
  const client = useQueryClient();
  const setFormError = useSetFormError();
  const form = useForm({
    resolver: zodResolver(changePasswordForm),
    defaultValues: { currentPassword: "", password: "" },
  });
  const { register, handleSubmit, formState, reset } = form;
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async ({ currentPassword, password }) => {
    const { error } = await tryAuth(
      auth.changePassword({ currentPassword, newPassword: password, revokeOtherSessions: true }),
    );
    if (error) return setFormError(form, error);
    reset();
    void client.invalidateQueries({ queryKey: ["sessions"] });
    toast({ message: "Your password has been changed. Your other devices have been signed out." });
  });

  return (
    <Section title="Password" hint="Changing it signs out your other devices.">
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          label="Current password"
          autoComplete="current-password"
          error={errors.currentPassword?.message}
          {...register("currentPassword")}
        />
        <PasswordField
          label="New password"
          hint="At least 8 characters."
          autoComplete="new-password"
          error={errors.password?.message}
          {...register("password")}
        />
        <BusyButton busy={isSubmitting} busyLabel="Changing…" variant="secondary" className="self-start">
          Change password
        </BusyButton>
      </form>
    </Section>
  );
}
