"use client";

import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import type { ReactNode } from "react";

import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/ui/menu";

export interface ListMenuProps {
  trigger: ReactNode;
  isFirst: boolean;
  isLast: boolean;
  edit: () => void;
  /** Moves the list down by a number of places, up by a negative one. */
  move: (places: number) => void;
  remove: () => void;
}

/** The menu of a list, open from the start: it is loaded when it is first opened. */
export default function ListMenu({ trigger, isFirst, isLast, edit, move, remove }: ListMenuProps) {
  return (
    <Menu defaultOpen modal={false}>
      <MenuTrigger asChild>{trigger}</MenuTrigger>
      <MenuContent>
        <MenuItem onSelect={edit}>
          <Pencil aria-hidden /> Name and color
        </MenuItem>
        <MenuItem disabled={isFirst} onSelect={() => move(-1)}>
          <ArrowUp aria-hidden /> Move up
        </MenuItem>
        <MenuItem disabled={isLast} onSelect={() => move(1)}>
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
