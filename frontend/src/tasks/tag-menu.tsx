"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useRef, useState } from "react";

import { RenameTag } from "@/tasks/rename-tag";
import { useRetag } from "@/tasks/use-retag";
import { focusHeading } from "@/ui/focus-heading";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/ui/menu";
import type { LazyMenu } from "@/ui/menu-button";

/** The menu of a tag. */
export default function TagMenu({
  tag,
  onDone,
  trigger,
  ...menu
}: LazyMenu & { tag: string; onDone: (() => void) | undefined }) {
  const [isRenaming, setRenaming] = useState(false);
  const { tasks, canRetag, retag } = useRetag(tag);
  const hasRemoved = useRef(false);
  const doing = (to: string | null) => {
    retag(to);
    onDone?.();
  };
  return (
    <>
      <Menu {...menu} modal={false}>
        <MenuTrigger asChild>{trigger}</MenuTrigger>
        <MenuContent
          onCloseAutoFocus={(event) => {
            if (!hasRemoved.current) return;
            hasRemoved.current = false;
            event.preventDefault(); // the button may have gone with the tag
            focusHeading();
          }}
        >
          <MenuItem disabled={!canRetag} onSelect={() => setRenaming(true)}>
            <Pencil aria-hidden /> Rename or merge
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            disabled={!canRetag}
            onSelect={() => {
              hasRemoved.current = true;
              doing(null);
            }}
          >
            <Trash2 aria-hidden /> Remove from all tasks
          </MenuItem>
        </MenuContent>
      </Menu>
      {isRenaming && <RenameTag tag={tag} tasks={tasks} rename={doing} close={() => setRenaming(false)} />}
    </>
  );
}
