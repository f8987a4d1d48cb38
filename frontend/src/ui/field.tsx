"use client";

import { createContext, useContext, useId, type ComponentProps, type ReactNode } from "react";

import { cn } from "@/ui/cn";

/** The look of an input, a select and a textarea. */
export const control = cn(
  "w-full rounded-lg border border-edge bg-surface px-3 text-base text-ink placeholder:text-muted",
  "aria-invalid:border-danger sm:text-sm",
);

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(control, "h-10 pointer-coarse:h-11", className)} {...useFieldControl()} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(control, "min-h-20 py-2", className)} {...useFieldControl()} {...props} />;
}

export function Select({ className, ...props }: ComponentProps<"select">) {
  const look = cn(control, "h-10 pr-8 pointer-coarse:h-11", className);
  return <select className={look} {...useFieldControl()} {...props} />;
}

/** The attributes that tie a control to its label, its hint and its error. */
interface FieldControl {
  id: string;
  "aria-invalid"?: true;
  "aria-describedby"?: string;
}

const ControlContext = createContext<FieldControl | undefined>(undefined);

/** Returns the attributes for the control of the Field around it, undefined outside of one. */
export function useFieldControl(): FieldControl | undefined {
  return useContext(ControlContext);
}

/** A label with its one control, a hint, and an error, which a screen reader says at once. */
export function Field({
  label,
  hint,
  error,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  const attributes: FieldControl = {
    id,
    ...(error ? { "aria-invalid": true } : {}),
    ...(described ? { "aria-describedby": described } : {}),
  };
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <ControlContext value={attributes}>{children}</ControlContext>
      <div aria-live="polite" className="contents">
        {error && (
          <p id={`${id}-error`} className="text-sm text-danger">
            {error}
          </p>
        )}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
