import { characters } from "@/ui/text";

// The backend's rules of a task, in its own sentences.

/** The rule that a title breaks, if any. */
export function titleRule(title: string): string | undefined {
  if (title.trim() === "") return "Title is required";
  return characters(title.trim()) > 200 ? "Title must be 200 characters or less" : undefined;
}

export function descriptionRule(description: string): string | undefined {
  return characters(description) > 1000 ? "Description must be 1000 characters or less" : undefined;
}

export function categoryRule(category: string): string | undefined {
  return characters(category.trim()) > 50 ? "Category must be 50 characters or less" : undefined;
}

export function tagsRule(tags: string[]): string | undefined {
  if (tags.length > 10) return "Maximum 10 tags allowed";
  return tags.some((tag) => characters(tag) > 50) ? "Each tag must be 1 to 50 characters" : undefined;
}

/** The years that the backend takes. */
export function dayRule(day: string): string | undefined {
  return day && !/^(19|[2-9]\d)\d\d-\d\d-\d\d$/.test(day) ? "The due date must be between the years 1900 and 9999" : undefined;
}
