import { ApiError } from "@/api/client";
import type { components, paths } from "@/api/schema";
import { truncate } from "@/lib/text";

export type ExportDocument = components["schemas"]["Document"];
/** What an import has done, or would do. */
export type Report = paths["/api/import"]["post"]["responses"][200]["content"]["application/json"];

/** The file of an export, whose text is sent as it is. */
export interface ExportFile {
  text: string;
  document: Partial<Record<keyof ExportDocument, unknown>>;
}

/** Why a file is not imported. */
export interface Refusal {
  sentence: string;
  /** What is at fault, each with its place. */
  faults: string[];
}

/** The largest document that the backend takes, in bytes. */
const maxSize = 4 * 2 ** 20;

const empty = "The file is empty.";
const unreadable = "The file cannot be read. Is it a folder, or has it been moved?";
const cut = "The file is damaged, or was not saved to its end. Please save the export again.";
const foreign =
  "This is not a file that can be imported. It has to be JSON that this application has saved: CSV, calendars and " +
  "the files of other applications are not taken yet.";

/** Reads the file of an export as far as to know that it is such a file; the backend looks at what is in it. */
export async function readExport(file: Blob): Promise<ExportFile | Refusal> {
  if (file.size > maxSize) return refusal(tooLarge(file.size));
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (!bytes) return refusal(unreadable);
  const begins = new TextDecoder().decode(bytes.slice(0, 200));
  if (begins.trim() === "") return refusal(empty);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const document = JSON.parse(text) as ExportFile["document"] | null;
    return document?.format === "todo-backend" ? { text, document } : refusal(foreign);
  } catch {
    return refusal(/^\s*\{\s*"format"\s*:\s*"todo-backend"/.test(begins) ? cut : foreign);
  }
}

function tooLarge(size: number): string {
  const megabytes = Math.ceil((size / 2 ** 20) * 10) / 10;
  return (
    `The file has ${megabytes} MB, and an import takes 4 MB at most. ` +
    "Its tasks can be divided among several files, each with all of the lists."
  );
}

const refusal = (sentence: string, faults: string[] = []): Refusal => ({ sentence, faults });

/** Reports whether what reading has returned is why the file is not imported. */
export function isRefusal(read: ExportFile | Refusal): read is Refusal {
  return "sentence" in read;
}

/** Returns why a document was refused; undefined where the same request may succeed later. */
export function refusalOf(error: unknown, { document }: ExportFile): Refusal | undefined {
  if (!(error instanceof ApiError) || error.retryable || error.status >= 500 || error.status === 401) return undefined;
  const faults = Object.entries(error.fields).map(([place, detail]) => `${placeWords(place, document)}: ${detail}`);
  if (faults.length === 0) return refusal(`Nothing is imported. ${error.message.replace(/\.?$/, ".")}`);
  return refusal("Nothing is imported, since not everything in the file can be:", faults);
}

/** Returns a place such as "tasks[17].title" in words, with the title of the task or the name of what it is. */
function placeWords(place: string, document: ExportFile["document"]): string {
  const [, kind, index] = /^(lists|tasks|filters)\[(\d+)\]/.exec(place) ?? [];
  if (!kind) return place;
  const entries = document[kind as keyof typeof kinds] as ({ title?: unknown; name?: unknown } | null)[] | undefined;
  const entry = entries?.[Number(index)];
  const title = kind === "tasks" ? entry?.title : entry?.name;
  const named = typeof title === "string" && title.trim() ? ` “${truncate(title)}”` : "";
  return `${kinds[kind as keyof typeof kinds]} ${Number(index) + 1}${named} (${place})`;
}

const kinds = { tasks: "Task", lists: "List", filters: "Filter" } as const;

/** Returns what an import adds, such as "12 tasks, 1 list and 2 filters"; "" for nothing. */
export function additions({ tasks, lists, filters }: Report): string {
  const parts = [counted(tasks.created, "task"), counted(lists.created, "list"), counted(filters.created, "filter")];
  const some = parts.filter(Boolean);
  return [some.slice(0, -1).join(", "), ...some.slice(-1)].filter(Boolean).join(" and ");
}

function counted(n: number, what: string): string {
  return n === 0 ? "" : `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;
}

/** Returns what else is to be said of an import, before and after it, a sentence each. */
export function remarks(report: Report): string[] {
  const { tasks, lists, profile_updated } = report;
  const takesProfile = additions(report) !== "" && (profile_updated || lists.updated > 0);
  const elsewhere = "Left out, since the list or the task that they belong to is in the trash or elsewhere";
  return [
    ...(tasks.unchanged > 0 ? [`Here already, and left as they are: ${counted(tasks.unchanged, "task")}.`] : []),
    ...(tasks.conflicting > 0 ? [`${elsewhere}: ${counted(tasks.conflicting, "task")}.`] : []),
    ...(takesProfile ? ["Time zone, language and inbox are taken from the file, too."] : []),
  ];
}
