import type { FieldValues, UseFormReturn } from "react-hook-form";

import type { AuthError } from "@/api/auth";
import { setFormError } from "@/auth/form-error";
import { useSession } from "@/session/use-session";

/** Returns setFormError for signed-in users: on 401 it also checks the session, which leads to the sign-in page. */
export function useSetFormError() {
  const { refetch } = useSession();
  return <T extends FieldValues>(form: UseFormReturn<T>, error: AuthError) => {
    setFormError(form, error);
    if (error.status === 401) void refetch();
  };
}
