import type { Metadata } from "next";

import { Verified } from "@/auth/verified";
import { param, type Params } from "@/lib/params";

export const metadata: Metadata = { title: "Email address" };

export default async function Page({ searchParams }: { searchParams: Params }) {
  return <Verified error={await param(searchParams, "error")} />;
}
