import type { FieldValues, UseFormReturn } from "react-hook-form";

import type { AuthError } from "@/auth/client";
import { showRefusal } from "@/auth/refusal";
import { useSession } from "@/session/session";

/** showRefusal for the forms of somebody who is signed in: where the session has ended, the page leads to the sign-in. */
export function useRefusal() {
  const { refetch } = useSession();
  return <T extends FieldValues>(form: UseFormReturn<T>, error: AuthError) => {
    showRefusal(form, error);
    if (error.status === 401) void refetch();
  };
}
