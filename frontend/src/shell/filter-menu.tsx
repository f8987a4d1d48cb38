"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useRef, useState } from "react";

import { truncate } from "@/lib/text";
import FilterDialog from "@/tasks/filter-dialog";
import { added, removed, renamed, type Filter } from "@/tasks/filters-document";
import { useChangeFilters } from "@/tasks/use-filters";
import { focusHeading } from "@/ui/focus-heading";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/ui/menu";
import type { LazyMenu } from "@/ui/menu-button";
import { toast } from "@/ui/toast";

/** The menu of a filter, which is at an index; onDone is called once it is deleted. */
export default function FilterMenu({
  filter,
  index,
  onDone,
  trigger,
  ...menu
}: LazyMenu & { filter: Filter; index: number; onDone: (() => void) | undefined }) {
  const change = useChangeFilters();
  const [edited, setEdited] = useState<Filter>();
  const hasRemoved = useRef(false);
  const say = (error: Error) => toast({ kind: "error", message: error.message });
  async function remove() {
    try {
      await change(removed(filter));
    } catch (error) {
      return say(error as Error);
    }
    onDone?.(); // what is undone from a message, which a sheet would cover
    const undo = () => void change(added(filter, index)).catch(say);
    const message = `Deleted the filter “${truncate(filter.name)}”`;
    toast({ message, action: { label: "Undo", hint: "Search again to save it", run: undo } });
  }
  return (
    <>
      <Menu {...menu} modal={false}>
        <MenuTrigger asChild>{trigger}</MenuTrigger>
        <MenuContent
          onCloseAutoFocus={(event) => {
            if (!hasRemoved.current) return;
            hasRemoved.current = false;
            event.preventDefault(); // the button goes with the filter
            focusHeading();
          }}
        >
          <MenuItem onSelect={() => setEdited(filter)}>
            <Pencil aria-hidden /> Rename
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            onSelect={() => {
              hasRemoved.current = true;
              void remove();
            }}
          >
            <Trash2 aria-hidden /> Delete
          </MenuItem>
        </MenuContent>
      </Menu>
      {edited && (
        <FilterDialog
          title="Rename filter"
          search={edited.search}
          suggested={edited.name}
          save={(name) => change(renamed(edited, name))}
          close={() => setEdited(undefined)}
        />
      )}
    </>
  );
}
