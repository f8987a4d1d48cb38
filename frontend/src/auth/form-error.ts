import type { FieldValues, Path, UseFormReturn } from "react-hook-form";

import { describeAuthError, type AuthError } from "@/api/auth";

/** Shows why the server refused a form: beside the field that it speaks of, which gets the focus, or as the form's "root" error. */
export function setFormError<T extends FieldValues>(form: UseFormReturn<T>, error: AuthError) {
  const { field, message } = describeAuthError(error);
  if (field in form.getValues()) form.setError(field as Path<T>, { message }, { shouldFocus: true });
  else form.setError("root", { message });
}
