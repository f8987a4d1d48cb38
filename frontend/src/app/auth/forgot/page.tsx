import type { Metadata } from "next";

import { Forgot } from "@/auth/forgot";
import { param, type Params } from "@/lib/params";
import { safeRedirect } from "@/session/redirect";

export const metadata: Metadata = { title: "Forgot password" };

export default async function Page({ searchParams }: { searchParams: Params }) {
  return <Forgot next={safeRedirect(await param(searchParams, "next"))} />;
}
