"use client";

import { Section } from "@/account/section";
import { cn } from "@/ui/cn";
import { useTheme } from "@/ui/providers";
import { themes, type Theme } from "@/ui/theme";

/** Chooses the theme. */
export function ThemeSection() {
  const [theme, choose] = useTheme();
  return (
    <Section title="Theme" hint="Saved on this device.">
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">Theme</legend>
        {Object.entries(themes).map(([value, label]) => (
          <label
            key={value}
            className={cn(
              "flex h-10 cursor-pointer items-center gap-2 rounded-lg border border-edge bg-surface px-3 text-sm",
              "has-checked:border-accent has-checked:bg-accent-soft",
            )}
          >
            <input
              type="radio"
              name="theme"
              value={value}
              checked={theme === value}
              onChange={() => choose(value as Theme)}
              className="size-4 accent-accent"
            />
            {label}
          </label>
        ))}
      </fieldset>
    </Section>
  );
}
