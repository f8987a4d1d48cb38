import type { Metadata } from "next";

import { SignIn } from "@/auth/sign-in";
import { param, type Params } from "@/lib/params";
import { safeRedirect } from "@/session/redirect";

export const metadata: Metadata = { title: "Sign in" };

export default async function Page({ searchParams }: { searchParams: Params }) {
  return <SignIn next={safeRedirect(await param(searchParams, "next"))} notice={await why(searchParams)} />;
}

async function why(params: Params): Promise<string | undefined> {
  if (await param(params, "ended")) return "Your session has ended. Please sign in again.";
  if (await param(params, "deleted")) return "Your account has been deleted.";
  if (await param(params, "reset")) return "Your new password is set. Please sign in.";
}
