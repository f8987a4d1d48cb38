import { partsOf } from "@/lib/links";

const link = "pointer-events-auto text-accent underline underline-offset-2 hover:text-accent-strong";

/** A text whose addresses are links, each to a tab of its own; hidden says that a screen reader has read the rest. */
export function Linked({ text, hidden = false }: { text: string; hidden?: boolean }) {
  return partsOf(text).map(({ text, href }, i) =>
    href ? (
      <a key={i} href={href} target="_blank" rel="noopener noreferrer" dir="ltr" className={link}>
        {text}
      </a>
    ) : (
      <span key={i} aria-hidden={hidden || undefined}>
        {text}
      </span>
    ),
  );
}
