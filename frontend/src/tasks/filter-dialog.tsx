"use client";

import { Filters } from "@/tasks/filters";
import { filterCount, type Listing } from "@/tasks/listing";
import type { UpdateListing } from "@/tasks/use-listing";
import { Button } from "@/ui/button";
import { Dialog, DialogContent } from "@/ui/dialog";

/** The filters on a phone. */
export default function FilterDialog({
  listing,
  updateListing,
  close,
}: {
  listing: Listing;
  updateListing: UpdateListing;
  close: () => void;
}) {
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent title="Filter">
        <Filters listing={listing} updateListing={updateListing} withDue />
        <div className="flex gap-2">
          <Button
            variant="secondary"
            className="flex-1"
            disabled={filterCount(listing) === 0}
            onClick={() => updateListing({ due: "", priority: "", tag: "", category: "" })}
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
