import type { Metadata } from "next";

import { Forgot } from "@/auth/forgot";
import { param, type Params } from "@/session/params";
import { safeNext } from "@/session/place";

export const metadata: Metadata = { title: "Forgotten password" };

export default async function Page({ searchParams }: { searchParams: Params }) {
  return <Forgot next={safeNext(await param(searchParams, "next"))} />;
}
