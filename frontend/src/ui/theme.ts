/** The theme that the user has chosen; "system" follows the device. */
export type Theme = "system" | "light" | "dark";

/** The themes with their labels. */
export const themes: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** The cookie that stores the theme, so that the server renders the page in it and nothing flashes. */
export const themeCookie = "theme";

export function themeOf(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** Applies a theme at once, and stores it for a year. */
export function setTheme(theme: Theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
}
