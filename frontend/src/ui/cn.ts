import { clsx, type ClassValue } from "clsx";
import { createTailwindMerge } from "tailwind-merge";

const any = () => true;
const length = (value: string) => /^(\d|\[|\(|px$|auto$|full$|none$)/.test(value);
const fontSize = (value: string) => /^(xs|sm|base|lg|\d?xl|\[[\d.]+(px|rem|em)\])$/.test(value);
const colors = "accent accent-strong danger edge good ink line muted on-accent page transparent warn".split(" ");
const radii = ["", "none", "sm", "md", "lg", "xl", "2xl", "full"];

// The classes that components and their callers both set. The library's own table covers all of Tailwind, which is 6 kB
// more, compressed, in the first load of each page.
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: {
    display: ["block", "inline-block", "inline", "flex", "inline-flex", "grid", "contents", "hidden"],
    position: ["static", "fixed", "absolute", "relative", "sticky"],
    size: [{ size: [any] }],
    w: [{ w: [any] }],
    h: [{ h: [any] }],
    "min-w": [{ "min-w": [any] }],
    "min-h": [{ "min-h": [any] }],
    "max-w": [{ "max-w": [any] }],
    "max-h": [{ "max-h": [any] }],
    p: [{ p: [length] }],
    px: [{ px: [length] }],
    py: [{ py: [length] }],
    pt: [{ pt: [length] }],
    pr: [{ pr: [length] }],
    pb: [{ pb: [length] }],
    pl: [{ pl: [length] }],
    m: [{ m: [length] }],
    mx: [{ mx: [length] }],
    my: [{ my: [length] }],
    mt: [{ mt: [length] }],
    mr: [{ mr: [length] }],
    mb: [{ mb: [length] }],
    ml: [{ ml: [length] }],
    gap: [{ gap: [length] }],
    justify: [{ justify: [any] }],
    items: [{ items: [any] }],
    direction: [{ flex: ["row", "col", "row-reverse", "col-reverse"] }],
    flex: [{ flex: ["1", "auto", "none"] }],
    shrink: [{ shrink: ["", any] }],
    rounded: [{ rounded: radii }],
    weight: [{ font: ["normal", "medium", "semibold", "bold"] }],
    "text-align": [{ text: ["left", "center", "right"] }],
    "text-size": [{ text: [fontSize] }],
    "text-color": [{ text: colors }],
    bg: [{ bg: [any] }],
    "border-width": [{ border: ["", "0", "2"] }],
    "border-color": [{ border: colors }],
    opacity: [{ opacity: [any] }],
    shadow: [{ shadow: ["", any] }],
    transition: [{ transition: ["", any] }],
    z: [{ z: [any] }],
  },
  conflictingClassGroups: {
    size: ["w", "h"],
    p: ["px", "py", "pt", "pr", "pb", "pl"],
    px: ["pr", "pl"],
    py: ["pt", "pb"],
    m: ["mx", "my", "mt", "mr", "mb", "ml"],
    mx: ["mr", "ml"],
    my: ["mt", "mb"],
    flex: ["shrink"],
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: ["before", "after", "placeholder"],
}));

/** Joins class names. Of two that conflict, the later wins. */
export function cn(...classes: ClassValue[]) {
  return merge(clsx(classes));
}
