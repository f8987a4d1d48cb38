"use client";

import type { ComponentProps } from "react";

import { loadTagMenu, TagMenu } from "@/tasks/lazy";
import { MenuButton } from "@/ui/menu-button";

/** A button with what can be done with a tag; onDone is called once something is. */
export function TagMenuButton({
  tag,
  onDone,
  ...props
}: Omit<ComponentProps<typeof MenuButton>, "load" | "children"> & { tag: string; onDone?: (() => void) | undefined }) {
  return (
    <MenuButton aria-label={`What to do with the tag ${tag}`} load={loadTagMenu} {...props}>
      {(menu) => <TagMenu tag={tag} onDone={onDone} {...menu} />}
    </MenuButton>
  );
}
