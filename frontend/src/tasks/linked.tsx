import type { ComponentProps } from "react";

import { partsOf } from "@/lib/links";

const link = "pointer-events-auto text-accent underline underline-offset-2 hover:text-accent-strong";

/** A link to another site, in a tab of its own; or one that mails or calls. */
export function Address({ href, ...props }: ComponentProps<"a"> & { href: string }) {
  const tab = /^https?:/.test(href) ? { target: "_blank" } : {};
  return <a href={href} {...tab} rel="noopener noreferrer" className={link} {...props} />;
}

/** A text whose addresses are links; hidden says that a screen reader has read the rest. */
export function Linked({ text, hidden = false }: { text: string; hidden?: boolean }) {
  return partsOf(text).map(({ text, href }, i) =>
    href ? (
      <Address key={i} href={href} dir="ltr">
        {text}
      </Address>
    ) : (
      <span key={i} aria-hidden={hidden || undefined}>
        {text}
      </span>
    ),
  );
}
