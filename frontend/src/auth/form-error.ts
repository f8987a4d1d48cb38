import type { FieldValues, Path, UseFormReturn } from "react-hook-form";

import { describeAuthError, type AuthError } from "@/api/auth";

/**
 * Shows an error of the server in a form: beside its field, which gets the focus, or as the form's "root" error when it
 * belongs to none.
 */
export function setFormError<T extends FieldValues>(form: UseFormReturn<T>, error: AuthError) {
  const { field, message } = describeAuthError(error);
  if (field in form.getValues()) form.setError(field as Path<T>, { message }, { shouldFocus: true });
  else form.setError("root", { message });
}
