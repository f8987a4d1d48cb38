"use client";

import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";

import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/ui/menu";
import type { LazyMenu } from "@/ui/menu-button";

interface ListMenuProps extends LazyMenu {
  isFirst: boolean;
  isLast: boolean;
  edit: () => void;
  /** Moves the list down by a number of places, up by a negative one. */
  move: (places: number) => void;
  remove: () => void;
}

/** The menu of a list. */
export default function ListMenu({ trigger, isFirst, isLast, edit, move, remove, ...menu }: ListMenuProps) {
  return (
    <Menu {...menu} modal={false}>
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
