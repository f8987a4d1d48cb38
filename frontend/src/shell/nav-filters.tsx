"use client";

import { Bookmark } from "lucide-react";
import dynamic from "next/dynamic";

import { itemButton, NavItem } from "@/shell/nav-item";
import { defaultListing } from "@/tasks/listing";
import { useFilters } from "@/tasks/use-filters";
import { MenuButton } from "@/ui/menu-button";

const loadMenu = () => import("@/shell/filter-menu");
const FilterMenu = dynamic(loadMenu, { ssr: false }); // else all filters would be hidden while it comes

/** The searches that the user has saved, and what can be done with them. */
export default function NavFilters({ current, onShow }: { current: string; onShow: (() => void) | undefined }) {
  const filters = useFilters();
  if (!filters || filters.length === 0) return null;
  return (
    <section aria-labelledby="nav-filters">
      <h2 id="nav-filters" className="pb-2 pl-2.5 text-xs font-semibold text-muted">
        Filters
      </h2>
      <ul className="flex flex-col gap-px">
        {filters.map((filter, index) => (
          <NavItem
            key={index} // one that is renamed keeps the focus
            label={filter.name}
            icon={Bookmark}
            listing={{ ...defaultListing, search: filter.search }}
            {...{ current, onShow }}
          >
            <MenuButton
              aria-label={`What to do with the filter ${filter.name}`}
              load={loadMenu}
              size="icon-sm"
              className={itemButton}
            >
              {(menu) => <FilterMenu {...menu} {...{ filter, index }} onDone={onShow} />}
            </MenuButton>
          </NavItem>
        ))}
      </ul>
    </section>
  );
}
