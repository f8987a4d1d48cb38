"use client";

import { Bookmark, BookmarkPlus } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

import { oneLine } from "@/lib/text";
import { added, filterOf, nameOf, renamed, type Filter } from "@/tasks/filters-document";
import { useChangeFilters, useFilters } from "@/tasks/use-filters";
import { Button } from "@/ui/button";
import { whenFetched, whenIdle } from "@/ui/idle";

const loadDialog = () => import("@/tasks/filter-dialog");
const FilterDialog = dynamic(loadDialog, { ssr: false }); // else the button would be hidden while it comes

/** Saves a search by a name; of one that is saved it says the name. Without a search, it keeps the filters right. */
export default function SaveSearch({ search }: { search: string }) {
  const filters = useFilters();
  const change = useChangeFilters();
  const [edited, setEdited] = useState<Filter | "new">();
  useEffect(() => whenIdle(() => Promise.allSettled([loadDialog()])), []);
  const line = oneLine(search);
  if (line === "" || !filters) return null;
  const saved = filterOf(filters, search);
  return (
    <>
      <Button
        variant="quiet"
        aria-haspopup="dialog"
        title={saved?.name ?? "Save this search"}
        onClick={() => whenFetched(loadDialog(), () => setEdited(saved ?? "new"))}
        className="max-w-32 gap-1.5 px-3 sm:max-w-40 pointer-coarse:min-w-11"
      >
        {saved ? <Bookmark aria-hidden className="fill-current" /> : <BookmarkPlus aria-hidden />}
        <span className="sr-only">{saved ? "Saved as " : "Save this search"}</span>
        {saved && (
          <span dir="auto" className="truncate">
            {saved.name}
          </span>
        )}
      </Button>
      {edited && (
        <FilterDialog
          title={edited === "new" ? "Save this search" : "Rename filter"}
          search={line}
          suggested={edited === "new" ? nameOf(line) : edited.name}
          save={(name) => change(edited === "new" ? added({ name, search: line }) : renamed(edited, name))}
          close={() => setEdited(undefined)}
        />
      )}
    </>
  );
}
