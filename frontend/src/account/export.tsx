"use client";

import { useState } from "react";

import { Section } from "@/account/section";
import { api, errorMessage, unwrap } from "@/api/client";
import { apiFetch } from "@/api/fetch";
import { BusyButton } from "@/ui/busy-button";
import { Notice } from "@/ui/notice";
import { saveFile } from "@/ui/save-file";

const formats = { json: "JSON", csv: "CSV", ics: "iCalendar" } as const;

type Format = keyof typeof formats;

// As long as the backend takes for an export. Milliseconds.
const patience = 300_000;

/** Saves the user's tasks as a file. */
export function ExportSection() {
  const [busy, setBusy] = useState<Format>();
  const [error, setError] = useState("");

  async function save(format: Format) {
    setBusy(format);
    setError("");
    try {
      const fetch = (request: Request) => apiFetch(request, undefined, patience);
      const file = await unwrap(api.GET("/api/export", { params: { query: { format } }, parseAs: "blob", fetch }));
      saveFile(file, `todo.${format}`);
    } catch (failure) {
      setError(errorMessage(failure));
    }
    setBusy(undefined);
  }

  return (
    <Section
      title="Your data"
      hint="JSON has everything, with the trash. CSV opens in a spreadsheet, iCalendar in a calendar program."
    >
      {error && <Notice kind="error">{error}</Notice>}
      <div className="flex flex-wrap gap-2">
        {Object.entries(formats).map(([format, name]) => (
          <BusyButton
            key={format}
            type="button"
            variant="secondary"
            busy={busy !== undefined}
            busyLabel={busy === format ? "Saving…" : name}
            aria-label={`Save as ${name}`}
            onClick={() => void save(format as Format)}
          >
            {name}
          </BusyButton>
        ))}
      </div>
    </Section>
  );
}
