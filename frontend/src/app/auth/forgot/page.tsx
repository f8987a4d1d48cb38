import type { Metadata } from "next";

import { Forgot } from "@/auth/forgot";

export const metadata: Metadata = { title: "Forgot password" };

export default function Page() {
  return <Forgot />;
}
