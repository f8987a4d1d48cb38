import { Square, SquareCheck } from "lucide-react";
import { useMemo, type ReactNode } from "react";

import { blocksOf, type ListItem, type Token } from "@/lib/markdown";
import { Address, Linked } from "@/tasks/linked";
import { cn } from "@/ui/cn";

const code = "rounded bg-sunken font-mono text-[0.9em]";
const protocols = ["http:", "https:", "mailto:", "tel:"];

/**
 * What a text of Markdown says: paragraphs, lists, quotes, code, emphasis and links. All else is shown as it was typed,
 * HTML and images too, so a text can bring nothing into the page.
 */
export default function Markdown({ text, className }: { text: string; className: string }) {
  const blocks = useMemo(() => blocksOf(text) ?? [{ type: "text", raw: text }], [text]);
  return <div className={cn("flex flex-col gap-2 [overflow-wrap:anywhere]", className)}>{all(blocks, block)}</div>;
}

function all<T>(tokens: T[] | undefined, shown: (token: T, key: number) => ReactNode): ReactNode[] {
  return (tokens ?? []).map(shown);
}

/** A block, which takes its own direction. */
const block = (token: Token, key: number) => blockIn(token, key, "auto");
/** A block within another, whose direction it has. */
const innerBlock = (token: Token, key: number) => blockIn(token, key);

function blockIn(token: Token, key: number, dir?: "auto"): ReactNode {
  switch (token.type) {
    case "space":
    case "checkbox": // which its item shows
      return null;
    case "paragraph":
    case "heading":
    case "text":
      if (!token.tokens) break;
      return (
        <p key={key} dir={dir} className={cn("whitespace-pre-wrap", token.type === "heading" && "font-semibold")}>
          {all(token.tokens, inline)}
        </p>
      );
    case "blockquote":
      return (
        <blockquote key={key} dir={dir} className="flex flex-col gap-2 border-s-2 border-edge ps-3">
          {all(token.tokens, innerBlock)}
        </blockquote>
      );
    case "list": {
      const List = token.ordered ? "ol" : "ul";
      const start = token.ordered && token.start !== 1 ? { start: token.start } : {};
      const className = cn("flex flex-col gap-1 ps-5", token.ordered ? "list-decimal" : "list-disc");
      return (
        <List key={key} dir={dir} {...start} className={className}>
          {all(token.items as ListItem[], item)}
        </List>
      );
    }
    case "code":
      if (token.codeBlockStyle !== undefined) break; // indented: it is text
      return (
        <pre key={key} dir="ltr" className={cn("px-2 py-1.5 whitespace-pre-wrap", code)}>
          <code>{token.text}</code>
        </pre>
      );
  }
  return (
    <p key={key} dir={dir} className="whitespace-pre-wrap">
      <Linked text={token.raw.replace(/\n+$/, "")} />
    </p>
  );
}

function item({ task, checked, tokens }: ListItem, key: number): ReactNode {
  const Box = checked ? SquareCheck : Square;
  return (
    <li key={key} className={task ? "-ms-5 flex gap-2" : undefined}>
      {task && <Box role="img" aria-label={checked ? "Done" : "To do"} className="mt-0.5 size-4 shrink-0" />}
      <div className="flex min-w-0 flex-col gap-1">{all(tokens, innerBlock)}</div>
    </li>
  );
}

function inline(token: Token, key: number): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong key={key}>{all(token.tokens, inline)}</strong>;
    case "em":
      return <em key={key}>{all(token.tokens, inline)}</em>;
    case "del":
      return <del key={key}>{all(token.tokens, inline)}</del>;
    case "codespan":
      return (
        <code key={key} className={cn("px-1", code)}>
          {token.text}
        </code>
      );
    case "br":
      return <br key={key} />;
    case "checkbox":
      return null;
    case "link": {
      const href = hrefOf(token.href);
      if (!href) break;
      if (token.raw === token.text && !href.startsWith("mailto:")) return <Linked key={key} text={token.text} />;
      return (
        <Address key={key} href={href} title={href}>
          {all(token.tokens, inLink)}
        </Address>
      );
    }
    case "escape":
      return token.text;
  }
  return <Linked key={key} text={token.raw} />;
}

/** A part of a link's text, which has no links in it. */
function inLink(token: Token, key: number): ReactNode {
  switch (token.type) {
    case "strong":
    case "em":
    case "del": {
      const Emphasis = token.type;
      return <Emphasis key={key}>{all(token.tokens, inLink)}</Emphasis>;
    }
    case "escape":
    case "codespan":
      return token.text;
  }
  return token.raw;
}

/** Returns an address that may be opened, undefined for any other. */
function hrefOf(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url && protocols.includes(url.protocol) ? url.href : undefined;
}
