/** A reader's choice; "system" follows the device. */
export type Theme = "system" | "light" | "dark";

/** The choices, in words. */
export const themes: Record<Theme, string> = { system: "Like the device", light: "Light", dark: "Dark" };

/** The cookie that keeps the choice: the server writes the page in it, so that nothing flashes. */
export const themeCookie = "theme";

export function themeOf(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** Shows a theme at once, and keeps it for a year. */
export function setTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
}
