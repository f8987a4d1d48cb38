"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";

import { useSetFormError } from "@/account/form-error";
import { Section } from "@/account/section";
import { tryAuth, auth } from "@/api/auth";
import { PasswordField } from "@/auth/password-field";
import { confirmForm } from "@/auth/rules";
import { leave, useUser } from "@/session/signed-in";
import { forgetDrafts } from "@/tasks/drafts";
import { forgetFollows } from "@/tasks/filter-follows";
import { useOutbox } from "@/tasks/outbox-provider";
import { Button } from "@/ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { BusyButton } from "@/ui/busy-button";

/** Deletes the account, after a confirmation with the password. */
export function DeleteAccount({ email }: { email: string | undefined }) {
  return (
    <Section title="Delete the account" hint="All of your tasks are deleted with it.">
      <Dialog>
        <DialogTrigger asChild>
          <Button variant="danger" className="self-start">
            Delete my account…
          </Button>
        </DialogTrigger>
        <DialogContent
          title="Delete your account?"
          description="Your account and all of your tasks are deleted at once. This cannot be undone."
        >
          <Confirm email={email} />
        </DialogContent>
      </Dialog>
    </Section>
  );
}

function Confirm({ email }: { email: string | undefined }) {
  const setFormError = useSetFormError();
  const { id: user } = useUser();
  const { outbox } = useOutbox();
  const form = useForm({ resolver: zodResolver(confirmForm), defaultValues: { currentPassword: "" } });
  const { register, handleSubmit, formState } = form;
  const { errors, isSubmitting } = formState;

  const submit = handleSubmit(async ({ currentPassword }) => {
    const { error } = await tryAuth(auth.deleteUser({ password: currentPassword }));
    if (error) return setFormError(form, error);
    outbox.forget();
    forgetDrafts(user);
    forgetFollows(user);
    await leave("/auth/signin?deleted=1");
  });

  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
      <input type="text" name="username" autoComplete="username" value={email ?? ""} readOnly hidden />
      <PasswordField
        label="Your password"
        autoFocus
        autoComplete="current-password"
        error={errors.currentPassword?.message}
        {...register("currentPassword")}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <DialogClose asChild>
          <Button variant="secondary">Keep my account</Button>
        </DialogClose>
        <BusyButton busy={isSubmitting} busyLabel="Deleting…" variant="danger">
          Delete everything
        </BusyButton>
      </div>
    </form>
  );
}
