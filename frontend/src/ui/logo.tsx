import Link from "next/link";

/** The name of the application, a link to its home page. */
export function Logo({ href = "/" }: { href?: string }) {
  return (
    <Link
      href={href}
      prefetch={false} // few go there, and what is in sight would wait for it
      className="inline-flex items-center gap-2 rounded-md text-lg font-semibold tracking-tight text-ink"
    >
      <svg aria-hidden viewBox="0 0 32 32" className="size-7">
        <rect width="32" height="32" rx="9" fill="var(--accent)" />
        <path
          d="m9 16.5 5 5L23.5 11"
          fill="none"
          stroke="var(--on-accent)"
          strokeWidth="3.2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      Todo
    </Link>
  );
}
