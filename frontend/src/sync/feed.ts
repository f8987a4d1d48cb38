import { api, ApiError, unwrap } from "@/api/client";
import type { List, Task } from "@/sync/database";

/** All lists, and the tag by which the backend knows that answer again. */
export interface Lists {
  lists: List[];
  etag?: string;
}

/** A page of what has changed in a list, in the order of the changes. */
export interface Changes {
  /** The tasks as they are now, those in the trash with deleted_at. */
  tasks: Task[];
  /** The ids of those that have left the list: for good, or for another list. */
  removed: string[];
  cursor: string;
  more: boolean;
}

/** What a copy is read from. */
export interface Feed {
  /** Returns all lists; undefined where they are those of a tag. */
  lists(etag: string | undefined, signal: AbortSignal): Promise<Lists | undefined>;
  /**
   * Returns what has changed in a list since a cursor, everything without one; "expired" where that is no longer
   * remembered, "missing" where the list is not there any more.
   */
  changes(list: string, cursor: string | undefined, signal: AbortSignal): Promise<Changes | "expired" | "missing">;
}

/** The backend's feed (openapi.yaml, GET /api/lists and GET /api/lists/{id}/changes). */
export const feed: Feed = {
  async lists(etag, signal) {
    const header = etag ? { "If-None-Match": etag } : {};
    const answer = api.GET("/api/lists", { params: { header }, signal });
    const { response } = await answer;
    if (response.status === 304) return undefined;
    const { lists } = await unwrap(answer);
    const tag = response.headers.get("etag");
    return { lists, ...(tag ? { etag: tag } : {}) };
  },

  async changes(list, cursor, signal) {
    const params = { path: { id: list }, query: cursor ? { cursor } : {} };
    try {
      return await unwrap(api.GET("/api/lists/{id}/changes", { params, signal }));
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      if (cursor && (status === 410 || status === 400)) return "expired"; // 400: the backend has another key by now
      if (status === 404) return "missing";
      throw error;
    }
  },
};
