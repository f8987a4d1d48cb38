"use client";

import { dueFilters, type Listing } from "@/tasks/listing";
import { priorities } from "@/tasks/task";
import type { UpdateListing } from "@/tasks/use-listing";
import { useOverview } from "@/tasks/use-overview";
import { cn } from "@/ui/cn";

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** The filters; a second press on one takes it away. */
export function Filters({
  listing,
  updateListing,
  withDue = false,
}: {
  listing: Listing;
  updateListing: UpdateListing;
  withDue?: boolean;
}) {
  const { data } = useOverview();
  const used = (list: { name: string; count: number }[] | undefined, chosen: string) =>
    (list ?? []).filter((label) => label.count > 0 || label.name === chosen);
  return (
    <div className="flex flex-col gap-5">
      {withDue && (
        <Group
          name="Due"
          chosen={listing.due}
          options={Object.entries(dueFilters).map(([value, label]) => ({ value, label }))}
          choose={(due) => updateListing({ due: due as Listing["due"], state: "open" })}
        />
      )}
      <Group
        name="Priority"
        chosen={listing.priority}
        options={[...priorities].reverse().map((value) => ({ value, label: capital(value) }))}
        choose={(priority) => updateListing({ priority: priority as Listing["priority"] })}
      />
      <Group
        name="Categories"
        chosen={listing.category}
        options={used(data?.categories, listing.category).map(({ name, count }) => ({
          value: name,
          label: name,
          count,
        }))}
        choose={(category) => updateListing({ category })}
      />
      <Group
        name="Tags"
        chosen={listing.tag}
        options={used(data?.tags, listing.tag).map(({ name, count }) => ({ value: name, label: `#${name}`, count }))}
        choose={(tag) => updateListing({ tag })}
      />
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
  chosen: string;
  options: { value: string; label: string; count?: number }[];
  choose: (value: string) => void;
}) {
  if (options.length === 0) return null;
  return (
    <section aria-label={name} className="flex flex-col gap-2">
      <h2 className="text-sm font-medium text-muted">{name}</h2>
      <div className="flex flex-wrap gap-1.5">
        {options.map(({ value, label, count }) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === chosen}
            onClick={() => choose(value === chosen ? "" : value)}
            className={cn(
              "inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full border bg-surface px-3 text-sm",
              "transition-colors hover:border-edge",
              value === chosen && "border-accent bg-accent-soft text-accent hover:border-accent",
            )}
          >
            <span className="truncate">{label}</span>
            {count !== undefined && <span className="text-xs tabular-nums text-muted">{count}</span>}
          </button>
        ))}
      </div>
    </section>
  );
}
