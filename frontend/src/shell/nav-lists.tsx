"use client";

import { ArrowDown, ArrowUp, Ellipsis, Pencil, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";

import { NavItem } from "@/shell/nav-item";
import { Dot } from "@/tasks/dot";
import { listingOf } from "@/tasks/listing";
import { maxLists, type TaskList } from "@/tasks/lists";
import { currentListing, showListing } from "@/tasks/use-listing";
import { useListActions, useLists, type ListActions } from "@/tasks/use-lists";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { whenFetched } from "@/ui/idle";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/ui/menu";
import { toast } from "@/ui/toast";

const loadDialog = () => import("@/tasks/list-dialog");
const ListDialog = dynamic(loadDialog);

/** The user's lists, and what can be done with them. */
export function NavLists({ current, onShow }: { current: string; onShow: (() => void) | undefined }) {
  const { lists } = useLists();
  const actions = useListActions();
  const [edited, setEdited] = useState<TaskList | "new">();
  const open = (list: TaskList | "new") => whenFetched(loadDialog(), () => setEdited(list));
  function openNew() {
    if (lists && lists.length >= maxLists - 1) toast({ message: `You have ${maxLists} lists, the most there can be.` });
    else open("new");
  }
  return (
    <section aria-labelledby="nav-lists">
      <div className="flex items-center justify-between pb-1 pl-2.5">
        <h2 id="nav-lists" className="text-xs font-semibold text-muted">
          Lists
        </h2>
        <Button variant="quiet" size="icon-sm" aria-label="New list" onClick={openNew}>
          <Plus aria-hidden />
        </Button>
      </div>
      {lists?.length === 0 && (
        <p className="px-2.5 text-xs text-muted">A list of your own, for work or the garden: press the plus.</p>
      )}
      <ul className="flex flex-col gap-px">
        {lists?.map((list, index) => (
          <NavItem
            key={list.id}
            label={list.name}
            mark={<Dot color={list.color} />}
            listing={listingOf("all", list.id)}
            count={list.total - list.completed}
            {...{ current, onShow }}
          >
            <ListMenu {...{ list, index, actions, onShow }} last={lists.length - 1} edit={() => open(list)} />
          </NavItem>
        ))}
      </ul>
      {edited && (
        <ListDialog
          list={edited === "new" ? undefined : edited}
          save={(fields) => {
            if (edited !== "new") return actions.change(edited, fields);
            const id = actions.create(fields);
            if (location.pathname === "/tasks") showListing(listingOf("all", id));
            onShow?.();
          }}
          close={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

function ListMenu({
  list,
  index,
  last,
  actions,
  edit,
  onShow,
}: {
  list: TaskList;
  index: number;
  last: number;
  actions: ListActions;
  edit: () => void;
  onShow: (() => void) | undefined;
}) {
  function remove() {
    if (location.pathname === "/tasks" && currentListing().list === list.id) showListing(listingOf("today"));
    actions.remove(list);
    onShow?.(); // what is undone from a message, which a sheet would cover
  }
  return (
    <Menu modal={false}>
      <MenuTrigger asChild>
        <Button
          variant="quiet"
          size="icon-sm"
          aria-label={`What to do with the list ${list.name}`}
          className={cn(
            "absolute right-0.5 top-0.5 pointer-coarse:top-0",
            "aria-expanded:opacity-100 pointer-fine:opacity-0 pointer-fine:focus-visible:opacity-100",
            "pointer-fine:group-focus-within/item:opacity-100 pointer-fine:group-hover/item:opacity-100",
          )}
        >
          <Ellipsis aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent>
        <MenuItem onSelect={edit}>
          <Pencil aria-hidden /> Name and color
        </MenuItem>
        <MenuItem disabled={index === 0} onSelect={() => actions.move(list, index - 1)}>
          <ArrowUp aria-hidden /> Move up
        </MenuItem>
        <MenuItem disabled={index === last} onSelect={() => actions.move(list, index + 1)}>
          <ArrowDown aria-hidden /> Move down
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={remove}>
          <Trash2 aria-hidden /> Delete
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
