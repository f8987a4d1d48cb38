"use client";

import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import { useRef, useState } from "react";

import ListDialog from "@/tasks/list-dialog";
import { listingOf } from "@/tasks/listing";
import type { TaskList } from "@/tasks/lists";
import { useListActions } from "@/tasks/use-list-actions";
import { currentListing, showListing } from "@/tasks/use-listing";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/ui/menu";
import type { LazyMenu } from "@/ui/menu-button";

/** The menu of a list, which is at an index, perhaps the last one; onDone is called once it is deleted. */
export default function ListMenu({
  list,
  index,
  isLast,
  onDone,
  trigger,
  ...menu
}: LazyMenu & { list: TaskList; index: number; isLast: boolean; onDone: (() => void) | undefined }) {
  const actions = useListActions();
  const [isEdited, setEdited] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  function remove() {
    if (location.pathname === "/tasks" && currentListing().list === list.id) showListing(listingOf("today"));
    actions.remove(list);
    onDone?.(); // what is undone from a message, which a sheet would cover
  }
  return (
    <>
      <Menu {...menu} modal={false}>
        <MenuTrigger ref={button} asChild>
          {trigger}
        </MenuTrigger>
        <MenuContent>
          <MenuItem onSelect={() => setEdited(true)}>
            <Pencil aria-hidden /> Name and color
          </MenuItem>
          <MenuItem disabled={index === 0} onSelect={() => actions.move(list, index - 1)}>
            <ArrowUp aria-hidden /> Move up
          </MenuItem>
          <MenuItem disabled={isLast} onSelect={() => actions.move(list, index + 1)}>
            <ArrowDown aria-hidden /> Move down
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={remove}>
            <Trash2 aria-hidden /> Delete
          </MenuItem>
        </MenuContent>
      </Menu>
      {isEdited && (
        <ListDialog
          list={list}
          save={(fields) => actions.change(list, fields)}
          close={() => setEdited(false)}
          onCloseAutoFocus={(event) => {
            event.preventDefault(); // the menu has opened it, which is closed
            button.current?.focus();
          }}
        />
      )}
    </>
  );
}
