import type { Metadata } from "next";

import { Verified } from "@/auth/verified";

export const metadata: Metadata = { title: "Email address" };

export default function Page() {
  return <Verified />;
}
