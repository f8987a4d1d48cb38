"use client";

import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

import { itemButton, NavItem } from "@/shell/nav-item";
import { Dot } from "@/tasks/dot";
import { listingOf } from "@/tasks/listing";
import { maxLists } from "@/tasks/lists";
import { useLists } from "@/tasks/use-lists";
import { Button } from "@/ui/button";
import { whenFetched, whenIdle } from "@/ui/idle";
import { MenuButton } from "@/ui/menu-button";
import { toast } from "@/ui/toast";

const loadNew = () => import("@/shell/new-list");
const NewList = dynamic(loadNew);
const loadMenu = () => import("@/shell/list-menu");
const ListMenu = dynamic(loadMenu);

/** The user's lists, and what can be done with them. */
export function NavLists({ current, onShow }: { current: string; onShow: (() => void) | undefined }) {
  const { lists } = useLists();
  const [isNew, setNew] = useState(false);
  useEffect(() => whenIdle(() => Promise.allSettled([loadNew()])), []);
  function openNew() {
    if (lists && lists.length >= maxLists - 1) toast({ message: `You have ${maxLists} lists, the most there can be.` });
    else whenFetched(loadNew(), () => setNew(true));
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
            <MenuButton
              aria-label={`What to do with the list ${list.name}`}
              load={loadMenu}
              size="icon-sm"
              className={itemButton}
            >
              {(menu) => (
                <ListMenu {...menu} {...{ list, index }} isLast={index === lists.length - 1} onDone={onShow} />
              )}
            </MenuButton>
          </NavItem>
        ))}
      </ul>
      {isNew && <NewList close={() => setNew(false)} onDone={onShow} />}
    </section>
  );
}
