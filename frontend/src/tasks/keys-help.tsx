"use client";

import { useKeysOn } from "@/tasks/keys";
import { taskKeys } from "@/tasks/task-keys";
import { Dialog, DialogContent } from "@/ui/dialog";

/** The list of keys. */
export default function KeysHelp({ close }: { close: () => void }) {
  const [on, setOn] = useKeysOn();
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent title="Keys">
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-5 gap-y-2 text-sm">
          {taskKeys.map(({ shown, does }) => (
            <div key={shown} className="contents">
              <dt>
                <kbd className="whitespace-pre rounded-md border border-edge bg-sunken px-2 py-0.5 font-sans text-xs">
                  {shown}
                </kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <label className="flex min-h-8 items-center gap-2.5 border-t border-line pt-4 text-sm">
          <input
            type="checkbox"
            checked={on}
            onChange={(event) => setOn(event.target.checked)}
            className="size-5 accent-(--accent)"
          />
          Single keys are on
        </label>
      </DialogContent>
    </Dialog>
  );
}
