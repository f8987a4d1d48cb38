import type { Metadata } from "next";

import { SignUp } from "@/auth/sign-up";
import { param, type Params } from "@/lib/params";
import { safeRedirect } from "@/session/redirect";

export const metadata: Metadata = { title: "Create an account" };

export default async function Page({ searchParams }: { searchParams: Params }) {
  return <SignUp next={safeRedirect(await param(searchParams, "next"))} />;
}
