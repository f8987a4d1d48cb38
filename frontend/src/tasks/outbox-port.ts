import type { Answer, ChangeLogState } from "@/tasks/change-log";
import type { Change } from "@/tasks/changes";
import type { RefusedChange } from "@/tasks/refused";
import type { Verdict } from "@/tasks/verdict";

export interface SendOptions {
  /** The request may outlive the page. */
  keepalive: boolean;
  key: string;
}

/** What an outbox needs of the world. */
export interface OutboxPort {
  /**
   * Sends changes in one request, and returns what the answer means: for each in their order, or the same for all.
   * A key names a request of several, which takes effect once. Throws whatever a network failure throws.
   */
  send(changes: Change[], options: SendOptions): Promise<Verdict | Verdict[]>;
  /** The id of whose session the browser has now. */
  currentUserId(): Promise<string | null>;
  /** The backend has done a change, as this tab or another one has heard. */
  onConfirmed(answer: Answer, options: { elsewhere: boolean }): void;
  /** The backend does not accept a change; it waits among the refused until the user has dealt with it. */
  onRefused(refused: RefusedChange): void;
  /** The session is over or somebody else's. The changes are kept. */
  onSessionEnded(): void;
  /** Another tab has dealt with changes, and this one has not heard how: what was read may be older. */
  onMissed(): void;
  /** Everything that could be sent is sent. */
  onDrained(): void;
}

/** What is to be seen of an outbox. */
export interface OutboxState extends ChangeLogState {
  /** The last try to send got no answer of the backend's. */
  unreachable: boolean;
}
