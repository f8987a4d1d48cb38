"use client";

import { Popover } from "radix-ui";
import { useState, useSyncExternalStore, type ReactNode } from "react";

import {
  dueFilters,
  filterCount,
  listingOf,
  sorts,
  sortsOf,
  stateLabels,
  unfiltered,
  type Listing,
  type Sort,
} from "@/tasks/listing";
import { priorities } from "@/tasks/task";
import { currentListing, type UpdateListing } from "@/tasks/use-listing";
import { useOverview } from "@/tasks/use-overview";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { isCompact, setCompact, subscribeCompact } from "@/ui/compact";
import { onEscape } from "@/ui/escape";
import { Field, Select } from "@/ui/field";

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

interface Props {
  listing: Listing;
  updateListing: UpdateListing;
}

/** The window of the filters, open from the start: it is loaded when it is first opened. */
export default function FiltersWindow({ trigger, ...props }: Props & { trigger: ReactNode }) {
  const [isOpen, setOpen] = useState(true);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Content
        align="end"
        sideOffset={6}
        collisionPadding={12}
        aria-label="Display"
        onKeyDown={onEscape(() => setOpen(false))}
        className={cn(
          "z-40 flex max-h-[min(36rem,var(--radix-popover-content-available-height))] flex-col gap-5 overflow-y-auto",
          "w-[min(22rem,calc(100vw-1.5rem))] animate-in rounded-xl border border-line bg-surface p-4 shadow-lg",
          "outline-none",
        )}
      >
        <Filters {...props} />
      </Popover.Content>
    </Popover.Root>
  );
}

/** Which tasks a view shows, and in which order. A second press on a filter takes it away. */
function Filters({ listing, updateListing }: Props) {
  const { data } = useOverview();
  const free = listing.view === "all";
  const choices = sortsOf(listing);
  const used = (list: { name: string; count: number }[] | undefined, chosen: readonly string[]) =>
    (list ?? []).filter(({ count, name }) => count > 0 || chosen.includes(name));
  const dueCounts = { overdue: data?.overdue, today: data?.due_today, week: data?.due_this_week };
  return (
    <>
      {free && listing.search === "" && <StateChoice listing={listing} updateListing={updateListing} />}
      {choices.length > 0 && (
        <Field label="Order">
          <Select value={listing.sort} onChange={(event) => updateListing({ sort: event.target.value as Sort })}>
            {choices.map((sort) => (
              <option key={sort} value={sort}>
                {sorts[sort].label}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {free && (
        <Group
          name="Due"
          chosen={[listing.due]}
          options={Object.entries(dueFilters).map(([value, label]) => ({
            value,
            label,
            count: listing.list ? undefined : dueCounts[value as keyof typeof dueCounts],
          }))}
          choose={(due, on) => updateListing({ due: on ? (due as Listing["due"]) : "", state: "open" })}
        />
      )}
      <Group
        name="Priority"
        chosen={[listing.priority]}
        options={[...priorities].reverse().map((value) => ({ value, label: capital(value) }))}
        choose={(priority, on) => updateListing({ priority: on ? (priority as Listing["priority"]) : "" })}
      />
      <Group
        name="Categories"
        chosen={[listing.category]}
        options={used(data?.categories, [listing.category]).map(({ name, count }) => ({
          value: name,
          label: name,
          count,
        }))}
        choose={(category, on) => updateListing({ category: on ? category : "" })}
      />
      <Group
        name="Tags"
        chosen={listing.tags}
        options={used(data?.tags, listing.tags).map(({ name, count }) => ({ value: name, label: `#${name}`, count }))}
        choose={(tag, on) => {
          const others = currentListing().tags.filter((other) => other !== tag); // two choices in one breath both count
          updateListing({ tags: on ? [...others, tag] : others });
        }}
      />
      <Button
        variant="secondary"
        disabled={filterCount(listing) === 0 && listing.tags.length === 0}
        onClick={() => updateListing({ ...unfiltered(listing), search: listing.search })}
      >
        Clear filters
      </Button>
      <CompactSwitch />
    </>
  );
}

/** Lower rows, on this device. A finger needs the height that they have. */
function CompactSwitch() {
  const compact = useSyncExternalStore(subscribeCompact, isCompact);
  return (
    <label className="hidden min-h-8 cursor-pointer items-center gap-2.5 text-sm pointer-fine:flex">
      <input
        type="checkbox"
        role="switch"
        checked={compact}
        onChange={(event) => setCompact(event.target.checked)}
        className="size-5 accent-(--accent)"
      />
      Compact rows
    </label>
  );
}

/** Open, done or all. What is done is not due. */
function StateChoice({ listing, updateListing }: Props) {
  const usual = listingOf("all", listing.list);
  return (
    <div role="group" aria-label="Which tasks" className="grid shrink-0 grid-cols-3 rounded-lg bg-sunken p-0.5">
      {Object.entries(stateLabels).map(([state, label]) => (
        <button
          key={state}
          type="button"
          aria-pressed={listing.state === state}
          onClick={() =>
            updateListing({ state: state as Listing["state"], ...(state === usual.state ? {} : { due: "" }) })
          }
          className={cn(
            "min-h-9 rounded-md px-3.5 text-sm font-medium text-muted hover:text-ink pointer-coarse:min-h-11",
            "aria-pressed:bg-chosen aria-pressed:text-ink aria-pressed:shadow-xs",
          )}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function Group({
  name,
  chosen,
  options,
  choose,
}: {
  name: string;
  chosen: readonly string[];
  options: { value: string; label: string; count?: number | undefined }[];
  /** Chooses an option, or no more, where it is not on. */
  choose: (value: string, on: boolean) => void;
}) {
  if (options.length === 0) return null;
  return (
    <div role="group" aria-label={name} className="flex shrink-0 flex-col gap-2">
      <h2 className="text-sm font-medium">{name}</h2>
      <div className="flex flex-wrap gap-1.5">
        {options.map(({ value, label, count }) => (
          <button
            key={value}
            type="button"
            aria-pressed={chosen.includes(value)}
            onClick={() => choose(value, !chosen.includes(value))}
            className={cn(
              "inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full border bg-surface px-3 text-sm",
              "transition-colors hover:border-edge pointer-coarse:min-h-11 pointer-coarse:px-4",
              chosen.includes(value) && "border-accent bg-accent-soft text-accent hover:border-accent",
            )}
          >
            <span className="truncate">{label}</span>
            {count !== undefined && <span className="text-xs tabular-nums text-muted">{count}</span>}
          </button>
        ))}
      </div>
    </div>
  );
}
