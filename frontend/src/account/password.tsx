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
import { Submit } from "@/ui/submit";
import { toast } from "@/ui/toast";

/** Another password. */
export function PasswordSection({ email }: { email: string }) {
  const client = useQueryClient();
  const refused = useSetFormError();
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
    if (error) return refused(form, error);
    reset();
    void client.invalidateQueries({ queryKey: ["sessions"] });
    toast({ message: "Your password is changed. Your other devices are signed out." });
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
        <Submit busy={isSubmitting} doing="Changing…" variant="secondary" className="self-start">
          Change password
        </Submit>
      </form>
    </Section>
  );
}
