import { partsOf } from "@/lib/links";
import { Linked } from "@/tasks/linked";

/** The links of a text that is being written, where a field can show none. */
export function EditorLinks({ text }: { text: string }) {
  const links = [...new Set(partsOf(text).flatMap(({ text, href }) => (href ? [text] : [])))];
  if (links.length === 0) return null;
  return (
    <ul aria-label="Links" className="-mt-2 flex flex-col gap-1 text-sm">
      {links.map((link) => (
        <li key={link} className="truncate">
          <Linked text={link} />
        </li>
      ))}
    </ul>
  );
}
