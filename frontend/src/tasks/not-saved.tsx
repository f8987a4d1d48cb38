"use client";

import { Copy, Pencil, RotateCw, Trash2 } from "lucide-react";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";

import type { Clock } from "@/lib/dates";
import { dateLocale } from "@/lib/locale";
import type { Unreadable } from "@/tasks/change-store";
import { formatDue } from "@/tasks/due";
import type { Outbox } from "@/tasks/outbox";
import { fieldsOf, isOfDeleted, refusalSentence, type RefusedChange } from "@/tasks/refused";
import { repetitionWords } from "@/tasks/repetition";
import { Button } from "@/ui/button";
import { copy } from "@/ui/copy";
import { truncate } from "@/lib/text";
import { toast } from "@/ui/toast";

/** What the backend has not accepted, with its text, until the user has dealt with it. */
export default function NotSaved({
  refused,
  unreadable,
  clock,
  outbox,
  edit,
}: {
  refused: RefusedChange[];
  unreadable: Unreadable[];
  clock: Clock;
  outbox: Outbox;
  edit: (refused: RefusedChange) => void;
}) {
  const heading = useId();
  const section = useRef<HTMLElement>(null);
  const said = useRef<ReadonlySet<string>>(new Set());
  const [news, setNews] = useState("");
  useEffect(() => {
    const fresh = refused.filter((r) => !said.current.has(r.id)).map(refusalSentence);
    said.current = new Set(refused.map((r) => r.id));
    if (fresh.length > 0) setNews(fresh.length === 1 ? (fresh[0] ?? "") : `${fresh.length} changes were not saved.`);
  }, [refused]);

  /** Runs, and keeps the focus in the list, whose button goes with its entry. */
  const dealtWith = (run: () => void) => () => {
    run();
    requestAnimationFrame(() => section.current?.focus());
  };
  const discard = (entry: RefusedChange) => {
    outbox.discard(entry.id);
    const message = `Discarded “${truncate(fieldsOf(entry).title)}”`;
    toast({ message, action: { label: "Undo", hint: "Puts it back", run: () => outbox.putBack(entry) } });
  };

  return (
    <>
      <p role="status" className="sr-only">
        {news}
      </p>
      {refused.length + unreadable.length > 0 && (
        <section
          ref={section}
          tabIndex={-1}
          aria-labelledby={heading}
          className="flex flex-col gap-3 rounded-xl border border-danger bg-surface p-4"
        >
          <div>
            <h2 id={heading} className="font-semibold">
              Not saved
            </h2>
            <p className="text-sm text-muted">This stays here, on this device, until you have dealt with it.</p>
          </div>
          <ul aria-labelledby={heading} className="flex max-h-96 flex-col gap-4 overflow-y-auto">
            {refused.map((entry) => {
              const { title, description } = fieldsOf(entry);
              const details = detailsOf(entry, clock);
              return (
                <li key={entry.id} className="flex flex-col gap-1.5 border-t border-line pt-3">
                  <p className="text-sm text-danger">{refusalSentence(entry)}</p>
                  {Object.entries(entry.fields).map(
                    ([field, rule]) =>
                      rule !== entry.message && (
                        <p key={field} className="text-sm text-danger">
                          {rule}
                        </p>
                      ),
                  )}
                  <p dir="auto" className="whitespace-pre-wrap font-medium [overflow-wrap:anywhere]">
                    {title}
                  </p>
                  {description && (
                    <p dir="auto" className="whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">
                      {description}
                    </p>
                  )}
                  {details && <p className="text-xs text-muted [overflow-wrap:anywhere]">{details}</p>}
                  <div className="flex flex-wrap gap-2">
                    {(isOfDeleted(entry) || !["delete", "restore"].includes(entry.change.kind)) && (
                      <Act label={editLabel(entry)} of={title} run={() => edit(entry)}>
                        <Pencil aria-hidden />
                      </Act>
                    )}
                    {!isOfDeleted(entry) && !entry.latest && (
                      <Act label="Try again" of={title} run={dealtWith(() => outbox.retry(entry))}>
                        <RotateCw aria-hidden />
                      </Act>
                    )}
                    <Act label="Copy" of={title} run={() => void copyText(textOf(entry, clock))}>
                      <Copy aria-hidden />
                    </Act>
                    <Act label="Discard" of={title} run={dealtWith(() => discard(entry))}>
                      <Trash2 aria-hidden />
                    </Act>
                  </div>
                </li>
              );
            })}
            {unreadable.map(({ key, text }) => (
              <li key={key} className="flex flex-col gap-1.5 border-t border-line pt-3">
                <p className="text-sm text-danger">
                  A change on this device is damaged, and could not be sent. This is left of it:
                </p>
                <p dir="auto" className="text-sm [overflow-wrap:anywhere]">
                  {text}
                </p>
                <div className="flex flex-wrap gap-2">
                  <Act label="Copy" of="the damaged change" run={() => void copyText(text)}>
                    <Copy aria-hidden />
                  </Act>
                  <Act label="Discard" of="the damaged change" run={dealtWith(() => outbox.discardUnreadable(key))}>
                    <Trash2 aria-hidden />
                  </Act>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Act({ label, of, run, children }: { label: string; of: string; run: () => void; children: ReactNode }) {
  return (
    <Button variant="secondary" size="sm" aria-label={`${label}: ${of}`} onClick={run}>
      {children} {label}
    </Button>
  );
}

function editLabel(entry: RefusedChange): string {
  if (entry.latest) return "Compare";
  return isOfDeleted(entry) ? "Add as a new task" : "Edit";
}

async function copyText(text: string) {
  if (await copy(text)) toast({ message: "Copied" });
  else
    toast({ kind: "error", message: "The browser does not let this page copy. Please select the text and copy it." });
}

/** What a task has beside its title and description, in a line. */
function detailsOf(entry: RefusedChange, clock: Clock): string {
  const fields = fieldsOf(entry);
  const { priority, category, tags } = fields;
  const due = formatDue(fields, clock.zone, dateLocale());
  const repeats = repetitionWords(fields, clock.zone, dateLocale()) ?? "by a rule";
  return [
    due && `Due ${due}`,
    repeats && `repeats ${repeats}`,
    priority && `priority ${priority}`,
    category && `in ${category}`,
    tags && tags.length > 0 && tags.map((tag) => `#${tag}`).join(" "),
  ]
    .filter(Boolean)
    .join(", ");
}

function textOf(entry: RefusedChange, clock: Clock): string {
  const { title, description } = fieldsOf(entry);
  return [title, description, detailsOf(entry, clock)].filter(Boolean).join("\n");
}
