"use client";

import { Hash } from "lucide-react";
import { useState } from "react";

import { itemButton, NavItem } from "@/shell/nav-item";
import { tagView } from "@/tasks/listing";
import { TagMenuButton } from "@/tasks/tag-menu-button";
import { useOverview } from "@/tasks/use-overview";
import { Button } from "@/ui/button";

const few = 6; // tags that are shown at first, the most used

/** The tags that are in use, each with its view. */
export function NavTags({ current, onShow }: { current: string; onShow: (() => void) | undefined }) {
  const { data } = useOverview();
  const [isWhole, setWhole] = useState(false);
  const used = (data?.tags ?? []).filter(({ count }) => count > 0);
  if (used.length === 0) return null;
  const shown = isWhole ? used : used.filter(({ name }, i) => i < few || current === `tag ${name}`);
  return (
    <section aria-labelledby="nav-tags">
      <h2 id="nav-tags" className="pb-2 pl-2.5 text-xs font-semibold text-muted">
        Tags
      </h2>
      <ul className="flex flex-col gap-px">
        {shown.map(({ name }) => (
          <NavItem
            key={name}
            label={name}
            icon={Hash}
            listing={tagView(name)}
            {...{ current, onShow }}
          >
            <TagMenuButton tag={name} onDone={onShow} size="icon-sm" className={itemButton} />
          </NavItem>
        ))}
      </ul>
      {used.length > few && (
        <Button
          variant="quiet"
          size="sm"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
          className="w-full justify-start px-2.5 font-normal"
        >
          {isWhole ? "Fewer tags" : `All ${used.length} tags`}
        </Button>
      )}
    </section>
  );
}
