import type { Metadata } from "next";

import { Reset } from "@/auth/reset";
import { param, type Params } from "@/lib/params";

export const metadata: Metadata = { title: "New password" };

export default async function Page({ searchParams }: { searchParams: Params }) {
  return (
    <Reset token={await param(searchParams, "token")} invalid={(await param(searchParams, "error")) !== undefined} />
  );
}
