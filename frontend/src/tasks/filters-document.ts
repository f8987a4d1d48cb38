import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { oneLine } from "@/lib/text";
import { requiredRule } from "@/tasks/rules";

/** A search that is saved by a name. */
export type Filter = components["schemas"]["Filter"];

/** All filters of a user, in their order, and the tag of their version. */
export interface FiltersDocument {
  filters: Filter[];
  etag: string;
}

const maxFilters = 50;

/** Why a change of the filters is not made, in a sentence for the user. */
export class FilterRule extends Error {}

/** A change of the filters, made anew on the newest ones where another device was faster. */
export type FilterChange = (filters: Filter[]) => Filter[];

/** What names are compared by: no two differ by case alone. */
const key = (name: string) => oneLine(name).toUpperCase().toLowerCase();
const at = (filters: Filter[], { name, search }: Filter) =>
  filters.findIndex((f) => key(f.name) === key(name) && f.search === search);

/** Puts a filter at an index, or at the end; it changes nothing where that filter is there. */
export function added(filter: Filter, index = Infinity): FilterChange {
  return (filters) => {
    if (at(filters, filter) >= 0) return filters;
    refuseTaken(filter.name, filters);
    if (filters.length >= maxFilters)
      throw new FilterRule(`You have ${maxFilters} filters, the most there can be: delete one first`);
    return filters.toSpliced(index, 0, filter);
  };
}

/** Gives a filter another name; it puts it at the end where it has been deleted meanwhile. */
export function renamed(filter: Filter, name: string): FilterChange {
  return (filters) => {
    const index = at(filters, filter);
    if (index < 0) return added({ ...filter, name })(filters);
    refuseTaken(name, filters.toSpliced(index, 1));
    return filters.with(index, { ...filter, name });
  };
}

/** Gives a filter another search; it changes nothing where the filter has been deleted or changed meanwhile. */
export function searching(filter: Filter, search: string): FilterChange {
  return (filters) => {
    const index = at(filters, filter);
    return index < 0 ? filters : filters.with(index, { name: filters[index]?.name ?? filter.name, search });
  };
}

export function removed(filter: Filter): FilterChange {
  return (filters) => {
    const index = at(filters, filter);
    return index < 0 ? filters : filters.toSpliced(index, 1);
  };
}

function refuseTaken(name: string, filters: Filter[]) {
  if (filters.some((f) => key(f.name) === key(name))) throw new FilterRule("Another filter has this name");
}

/** Returns the rule that a name breaks, if any. */
export const filterNameRule = (name: string) => requiredRule(name, "Name", 60);

/** The filter whose search is a text, if any. */
export function filterOf(filters: Filter[], search: string): Filter | undefined {
  return filters.find((filter) => filter.search === oneLine(search));
}

const dues: Record<string, string> = { overdue: "overdue", today: "today", week: "this week" };

/** A name for a search, such as "Calls home this week" for "#calls @home due:week". */
export function nameOf(search: string): string {
  const words = oneLine(search).split(/\s+/).map((word) => {
    const [, due] = /^due:(.*)$/i.exec(word) ?? [];
    return due === undefined ? word.replace(/^[#@](?=.)/, "") : (dues[due.toLowerCase()] ?? `due ${due}`.trim());
  });
  const [first = "", ...rest] = [...words.join(" ")];
  return [first.toUpperCase(), ...rest].slice(0, 60).join("").trim();
}

/** Returns the filters of the signed-in user; before where these are still the newest. */
export async function readFilters(before: FiltersDocument | undefined, signal?: AbortSignal): Promise<FiltersDocument> {
  const header = before ? { "If-None-Match": before.etag } : {};
  const answer = api.GET("/api/filters", { params: { header }, ...(signal ? { signal } : {}) });
  const { response } = await answer;
  if (before && response.status === 304) return before;
  return documentOf(await unwrap(answer), response);
}

/**
 * Changes the filters that the device has, and once more the newest where another device has changed them meanwhile. It
 * throws FilterRule, and what a request throws.
 */
export async function changeFilters(
  before: FiltersDocument | undefined,
  change: FilterChange,
): Promise<FiltersDocument> {
  let current = before ?? (await readFilters(undefined));
  for (let tries = 1; ; tries++) {
    const filters = change(current.filters);
    if (filters === current.filters) return current;
    const answer = api.PUT("/api/filters", { params: { header: { "If-Match": current.etag } }, body: { filters } });
    const { response } = await answer;
    if (response.status !== 412 || tries === 5) return documentOf(await unwrap(answer), response);
    current = await readFilters(undefined);
  }
}

function documentOf({ filters }: { filters: Filter[] }, response: Response): FiltersDocument {
  return { filters, etag: response.headers.get("etag") ?? "" };
}
