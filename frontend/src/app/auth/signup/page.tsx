import type { Metadata } from "next";

import { SignUp } from "@/auth/sign-up";
import { param, type Params } from "@/session/params";
import { safeNext } from "@/session/place";

export const metadata: Metadata = { title: "Create an account" };

export default async function Page({ searchParams }: { searchParams: Params }) {
  return <SignUp next={safeNext(await param(searchParams, "next"))} />;
}
