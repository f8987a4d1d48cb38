"use client";

import { Keyboard, Search } from "lucide-react";
import { useEffect, useState, type Ref, type RefObject } from "react";

import { DisplayMenu } from "@/tasks/display-menu";
import { Dot } from "@/tasks/dot";
import { SaveSearch } from "@/tasks/lazy";
import { isTagView, type Listing } from "@/tasks/listing";
import type { TaskList } from "@/tasks/lists";
import { SearchField } from "@/tasks/search-field";
import { TagMenuButton } from "@/tasks/tag-menu-button";
import type { UpdateListing } from "@/tasks/use-listing";
import { Button } from "@/ui/button";
import { usePhone } from "@/ui/media";

const fine = "max-sm:hidden pointer-coarse:hidden"; // where there are keys

/** The name of the view, how much is in it, the search, and what is shown in which order. */
export function ListToolbar({
  name,
  list,
  count,
  listing,
  updateListing,
  searchRef,
  headingRef,
  openHelp,
}: {
  name: string;
  /** The list that is shown, if it is one. */
  list: TaskList | undefined;
  count: string;
  listing: Listing;
  updateListing: UpdateListing;
  searchRef: RefObject<HTMLInputElement | null>;
  headingRef: Ref<HTMLHeadingElement>;
  openHelp: () => void;
}) {
  const phone = usePhone();
  const isTrash = listing.view === "trash";
  const [isSearching, setSearching] = useState(false);
  const withField = !phone || isSearching || listing.search !== "";
  const change = (search: string) => updateListing({ search });
  useEffect(() => {
    if (phone && isSearching) searchRef.current?.focus();
  }, [phone, isSearching, searchRef]);
  return (
    <div className="flex min-h-11 items-center gap-2">
      <div className={phone && withField ? "sr-only" : "flex min-w-0 flex-1 items-baseline gap-2.5"}>
        {list?.color && <Dot color={list.color} className="self-center" />}
        <h1 ref={headingRef} tabIndex={-1} dir="auto" className="truncate text-xl font-semibold outline-none">
          {name}
        </h1>
        <p role="status" className="shrink-0 text-sm tabular-nums text-muted">
          {count}
        </p>
      </div>
      {isTrash ? null : withField ? (
        <SearchField value={listing.search} change={change} inputRef={searchRef} leave={() => setSearching(false)} />
      ) : (
        <Button variant="quiet" size="icon" aria-label="Search" onClick={() => setSearching(true)}>
          <Search aria-hidden />
        </Button>
      )}
      {!isTrash && <SaveSearch search={listing.search} />}
      {isTagView(listing) && listing.search === "" && <TagMenuButton tag={listing.tags[0] ?? ""} size="icon" />}
      {!isTrash && <DisplayMenu listing={listing} updateListing={updateListing} />}
      <Button variant="quiet" size="icon" aria-label="Keys" aria-keyshortcuts="?" onClick={openHelp} className={fine}>
        <Keyboard aria-hidden />
      </Button>
    </div>
  );
}
