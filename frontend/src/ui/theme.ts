import { isStatic } from "@/ui/is-static";

/** The theme that the user has chosen; "system" follows the device. */
export type Theme = "system" | "light" | "dark";

/** The themes with their labels. */
export const themes: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** The cookie that stores the theme, so that a server renders the page in it and nothing flashes. */
export const themeCookie = "theme";

export function themeOf(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** Returns the theme that the browser has stored. */
export function chosenTheme(): Theme {
  const cookie = typeof document === "undefined" ? "" : document.cookie;
  return themeOf(new RegExp(`(?:^|; )${themeCookie}=(\\w+)`).exec(cookie)?.[1]);
}

/** Applies the stored theme to a static page before any of it is painted. */
export const themeScript =
  `var chosen=/(?:^|; )${themeCookie}=(light|dark)/.exec(document.cookie);` +
  `document.documentElement.dataset.theme=chosen?chosen[1]:"system"`;

// Static pages may be shown in a frame of another site, which keeps a partitioned cookie alone.
const attributes = () =>
  isStatic && location.protocol === "https:" ? "samesite=none; secure; partitioned" : "samesite=lax";

/** Applies a theme at once, and stores it for a year. */
export function setTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; ${attributes()}`;
}
