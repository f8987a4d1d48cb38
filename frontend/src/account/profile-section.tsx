"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod/mini";

import { unwrap, api, ApiError, errorMessage } from "@/api/client";
import type { Profile } from "@/session/profile";
import { Section } from "@/account/section";
import { parseZone, zones } from "@/account/zone";
import { name } from "@/auth/rules";
import { useNow } from "@/lib/clock";
import { timeIn } from "@/lib/dates";
import { dateLocale, reportedZone } from "@/lib/locale";
import { useSession } from "@/session/use-session";
import { Field, Input } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { BusyButton } from "@/ui/busy-button";
import { toast } from "@/ui/toast";

/** Returns the form's rules. The saved zone stays valid, also where this browser is too old to know it. */
function rules(saved: string) {
  const isZone = (text: string) => text === saved || parseZone(text) !== undefined;
  return z.object({
    name,
    timezone: z.string().check(z.refine(isZone, "Please choose a time zone, such as Europe/Paris")),
  });
}

/** Changes the name and the time zone. */
export function ProfileSection({ profile }: { profile: Profile }) {
  const client = useQueryClient();
  const { refetch } = useSession();
  const list = useId();
  const now = useNow();
  const form = useForm({
    resolver: zodResolver(rules(profile.timezone)),
    values: { name: profile.full_name ?? "", timezone: profile.timezone },
    resetOptions: { keepDirtyValues: true }, // what is being typed stays when the profile is read again
  });
  const { register, handleSubmit, setValue, setError, formState, watch } = form;
  const { errors, isSubmitting } = formState;
  const zone = parseZone(watch("timezone"));
  const here = reportedZone();

  const submit = handleSubmit(async ({ name, timezone }) => {
    const chosen = parseZone(timezone) ?? timezone;
    try {
      const saved = await unwrap(
        api.PATCH("/api/auth/profile", { body: { full_name: name || null, timezone: chosen } }),
      );
      form.reset({ name: saved.full_name ?? "", timezone: saved.timezone }, { keepDirtyValues: false });
      client.setQueryData<Profile>(["profile"], saved);
      void client.invalidateQueries({ queryKey: ["pull"] }); // days end at another moment in another zone
      void refetch();
      toast({ message: "Saved" });
    } catch (error) {
      const fields = error instanceof ApiError ? error.fields : {};
      if (fields.full_name) setError("name", { message: fields.full_name }, { shouldFocus: true });
      else if (fields.timezone) setError("timezone", { message: fields.timezone }, { shouldFocus: true });
      else setError("root", { message: errorMessage(error) });
      if (error instanceof ApiError && error.status === 401) void refetch();
    }
  });

  return (
    <Section title="Profile" hint="Due dates and “today” follow your time zone.">
      <form method="post" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {errors.root && <Notice kind="error">{errors.root.message}</Notice>}
        <Field label="Name" error={errors.name?.message}>
          <Input autoComplete="name" {...register("name")} />
        </Field>
        <Field
          label="Time zone"
          error={errors.timezone?.message}
          hint={
            zone
              ? `It is ${timeIn(zone, now, dateLocale())} there now.`
              : "Type a city, such as Lisbon, and pick one from the list."
          }
        >
          <Input list={list} autoComplete="off" spellCheck={false} {...register("timezone")} />
        </Field>
        <datalist id={list}>
          {zones().map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        {zone && here && zone !== here && (
          <Notice>
            This device is in {here.replaceAll("_", " ")}.{" "}
            <button
              type="button"
              onClick={() => {
                setValue("timezone", here, { shouldDirty: true });
                void submit();
              }}
              className="min-h-6 font-medium text-accent underline underline-offset-4"
            >
              Use this time zone
            </button>
          </Notice>
        )}
        <BusyButton busy={isSubmitting} busyLabel="Saving…" className="self-start">
          Save
        </BusyButton>
      </form>
    </Section>
  );
}
