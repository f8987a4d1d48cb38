"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { createContext, use, useState, type ComponentProps } from "react";

import { cn } from "@/ui/cn";
import { onEscape } from "@/ui/escape";

const Close = createContext(() => {});

/** A menu, open as open says, or by itself. */
export function Menu({ open, defaultOpen = false, onOpenChange, ...props }: ComponentProps<typeof Radix.Root>) {
  const [isOpen, setOpen] = useState(defaultOpen);
  const change = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
  };
  return (
    <Close value={() => change(false)}>
      <Radix.Root open={open ?? isOpen} onOpenChange={change} {...props} />
    </Close>
  );
}

export const MenuTrigger = Radix.Trigger;
export const MenuRadioGroup = Radix.RadioGroup;

/** The window of a menu. It stays in its place in the document, so that a screen reader keeps what is around it. */
export function MenuContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  const close = use(Close);
  return (
    <Radix.Content
      align="end"
      sideOffset={6}
      className={cn("z-50 min-w-48 animate-in rounded-xl border border-line bg-surface p-1.5 shadow-lg", className)}
      onKeyDown={onEscape(close)}
      {...props}
    />
  );
}

const item = cn(
  "flex min-h-9 pointer-coarse:min-h-11 w-full select-none items-center gap-2.5 rounded-lg px-2.5 text-sm outline-none",
  "data-[highlighted]:bg-sunken data-[disabled]:opacity-60 [&_svg]:size-4 [&_svg]:text-muted",
);

export function MenuItem({ className, ...props }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item className={cn(item, className)} {...props} />;
}

export function MenuRadioItem({ className, children, ...props }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(item, className)} {...props}>
      <span className="flex-1">{children}</span>
      <Radix.ItemIndicator>
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  );
}

export function MenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn("px-2.5 py-1.5 text-xs font-medium text-muted", className)} {...props} />;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1.5 h-px bg-line" />;
}
