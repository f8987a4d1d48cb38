/** The theme that the user has chosen; "system" follows the device. */
export type Theme = "system" | "light" | "dark";

/** The themes with their labels. */
export const themes: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

const themeCookie = "theme";

/** Returns the theme that the browser has stored. */
export function chosenTheme(): Theme {
  const cookie = typeof document === "undefined" ? "" : document.cookie;
  const chosen = new RegExp(`(?:^|; )${themeCookie}=(light|dark)`).exec(cookie)?.[1];
  return (chosen as Theme | undefined) ?? "system";
}

/** Applies the stored theme to a page before any of it is painted. */
export const themeScript =
  `var chosen=/(?:^|; )${themeCookie}=(light|dark)/.exec(document.cookie);` +
  `document.documentElement.dataset.theme=chosen?chosen[1]:"system";`;

// Pages that the backend serves may be shown in a frame of another site, which keeps a partitioned cookie alone.
const framed = process.env.NEXT_PUBLIC_STATIC === "1";
const attributes = () =>
  framed && location.protocol === "https:" ? "samesite=none; secure; partitioned" : "samesite=lax";

/** Applies a theme at once, and stores it for a year. */
export function setTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme;
  storeChoice(themeCookie, theme);
}

/** Stores for a year what the user has chosen for this device, in a cookie. */
export function storeChoice(name: string, value: string) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; ${attributes()}`;
}
