"use client";

import { Filters } from "@/tasks/filters";
import { filterCount, type Listing } from "@/tasks/listing";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";

/** The filters on a phone. */
export default function FilterDialog({ listing, show, close }: { listing: Listing; show: (part: Partial<Listing>) => void; close: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent title="Filter">
        <Filters listing={listing} show={show} withDue />
        <div className="flex gap-2">
          <Button
            variant="secondary"
            className="flex-1"
            disabled={filterCount(listing) === 0}
            onClick={() => show({ due: "", priority: "", tag: "", category: "" })}
          >
            Clear
          </Button>
          <Button className="flex-1" onClick={close}>
            Show tasks
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}
