import { useId, type ReactNode } from "react";

/** A part of the account page under its heading. */
export function Section({
  id: anchor,
  title,
  hint,
  children,
}: {
  id?: string;
  title: string;
  hint?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section id={anchor} aria-labelledby={id} className="grid gap-x-10 gap-y-4 border-t py-8 md:grid-cols-[15rem_1fr]">
      <div>
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {hint && <p className="mt-1 text-sm text-muted">{hint}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-4 md:max-w-md">{children}</div>
    </section>
  );
}
