"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useRef, useState, type DragEvent } from "react";

import { additions, isRefusal, readExport, refusalOf, remarks } from "@/account/import-file";
import type { ExportDocument, ExportFile, Refusal, Report } from "@/account/import-file";
import { Section } from "@/account/section";
import { api, ApiError, errorMessage, unwrap } from "@/api/client";
import { apiFetch } from "@/api/fetch";
import { useSession } from "@/session/use-session";
import { BusyButton } from "@/ui/busy-button";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Notice } from "@/ui/notice";

// Longer than the backend takes for an import. Milliseconds.
const patience = 75_000;

/** How far an import is. What has failed, and may be tried again, is said by error. */
type State =
  | { step: "none" | "reading" }
  | { step: "refused"; refusal: Refusal }
  | { step: "checking"; file: ExportFile; error?: string }
  | { step: "ready"; file: ExportFile; report: Report; error?: string }
  | { step: "importing"; file: ExportFile; report: Report }
  | { step: "done"; report: Report };

type Retryable = Extract<State, { error?: string }>;

/** Brings the file of an export back, once it is said what that would do. */
export function ImportSection() {
  const client = useQueryClient();
  const { refetch } = useSession();
  const [state, setState] = useState<State>({ step: "none" });
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const chosen = useRef<File>(undefined); // what is heard of another file comes too late
  const isImporting = state.step === "importing";

  useEffect(() => {
    if (location.hash === "#import") button.current?.focus();
  }, []);

  async function choose(file: File) {
    chosen.current = file;
    setState({ step: "reading" });
    const read = await readExport(file);
    if (chosen.current !== file) return;
    if (isRefusal(read)) setState({ step: "refused", refusal: read });
    else await check(read, file);
  }

  async function check(file: ExportFile, of = chosen.current) {
    setState({ step: "checking", file });
    const next = await send(file, true).then(
      (report): State => ({ step: "ready", file, report }),
      (error: unknown) => failed(error, file, { step: "checking", file }),
    );
    if (chosen.current === of) setState(next);
  }

  async function run(file: ExportFile, report: Report) {
    setState({ step: "importing", file, report });
    try {
      const done = await send(file, false);
      setState({ step: "done", report: done });
      button.current?.focus(); // the other button, which had it, is removed
      void client.invalidateQueries({ queryKey: ["pull"] });
      if (done.filters.created > 0) void client.invalidateQueries({ queryKey: ["filters"] });
      if (done.profile_updated) void client.invalidateQueries({ queryKey: ["profile"] });
    } catch (error) {
      setState(failed(error, file, { step: "ready", file, report }));
    }
  }

  function failed(error: unknown, file: ExportFile, before: Retryable): State {
    if (error instanceof ApiError && error.status === 401) void refetch(); // which leads to the sign-in page
    const refusal = refusalOf(error, file);
    return refusal ? { step: "refused", refusal } : { ...before, error: errorMessage(error) };
  }

  const drop = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      setOver(!isImporting);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer.files;
      if (file && !isImporting) void choose(file);
    },
  };

  return (
    <Section
      id="import"
      title="Import"
      hint={
        "Takes the JSON that this application has saved, of 4 MB at most. Tasks that are here already stay as they " +
        "are, and what was in the trash goes there."
      }
    >
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="The file to import"
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = ""; // the same file may be chosen again, when it has changed
          if (file) void choose(file);
        }}
      />
      <div
        {...drop}
        className={cn(
          "flex flex-wrap items-center gap-3 rounded-xl border border-dashed border-edge p-3 text-sm text-muted",
          isOver && "bg-accent-soft",
        )}
      >
        <Button
          ref={button}
          variant="secondary"
          aria-disabled={isImporting || undefined}
          onClick={() => !isImporting && input.current?.click()}
        >
          Choose a file…
        </Button>
        <span className="pointer-coarse:hidden">or drop it here</span>
      </div>
      <Outcome state={state} check={check} run={run} />
    </Section>
  );
}

function Outcome({
  state,
  check,
  run,
}: {
  state: State;
  check: (file: ExportFile) => Promise<void>;
  run: (file: ExportFile, report: Report) => Promise<void>;
}) {
  switch (state.step) {
    case "none":
      return null;
    case "reading":
      return <Notice>Looking at the file…</Notice>;
    case "refused":
      return (
        <Notice kind="error">
          <p>{state.refusal.sentence}</p>
          {state.refusal.faults.length > 0 && (
            <ul className="mt-1 list-disc pl-4 [overflow-wrap:anywhere]">
              {state.refusal.faults.map((fault) => (
                <li key={fault} dir="auto">
                  {fault}
                </li>
              ))}
            </ul>
          )}
        </Notice>
      );
    case "checking":
      if (!state.error) return <Notice>Looking at the file…</Notice>;
      return (
        <>
          <Notice kind="error">{state.error}</Notice>
          <Button variant="secondary" className="self-start" onClick={() => void check(state.file)}>
            Try again
          </Button>
        </>
      );
    case "done":
      return (
        <Notice kind="good">
          {[`Imported: ${additions(state.report) || "nothing"}.`, ...remarks(state.report)].join(" ")}{" "}
          <Link href="/tasks" className="font-medium text-accent underline underline-offset-4">
            Show the tasks
          </Link>
        </Notice>
      );
    default: {
      const { file, report } = state;
      const added = additions(report);
      const error = state.step === "ready" && state.error;
      return (
        <>
          <Notice>
            {[added ? `This would add ${added}.` : "There is nothing to add.", ...remarks(report)].join(" ")}
          </Notice>
          {error && <Notice kind="error">{error} What has been imported by then is not imported twice.</Notice>}
          {added && (
            <BusyButton
              type="button"
              busy={state.step === "importing"}
              busyLabel="Importing…"
              className="self-start"
              onClick={() => void run(file, report)}
            >
              Import {added}
            </BusyButton>
          )}
        </>
      );
    }
  }
}

/** Has the backend do an import, or say what it would do. */
function send({ text, document }: ExportFile, dryRun: boolean): Promise<Report> {
  return unwrap(
    api.POST("/api/import", {
      params: { query: { dry_run: dryRun } },
      body: document as ExportDocument,
      bodySerializer: () => text, // as it is: what is in it twice, say, is the backend's to refuse
      fetch: (request) => apiFetch(request, undefined, patience),
    }),
  );
}
