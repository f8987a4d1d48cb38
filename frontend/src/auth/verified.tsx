"use client";

import Link from "next/link";

import { landing } from "@/session/redirect";
import { useSession } from "@/session/use-session";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { usePageParams } from "@/ui/page-params";

const failures: Record<string, string> = {
  TOKEN_EXPIRED: "The link has expired: it was valid for an hour.",
  INVALID_TOKEN:
    "The link is incomplete or no longer valid: your address or password has changed since, " +
    "or you have signed out on the device that requested it.",
  USER_NOT_FOUND: "The account that this link belongs to no longer exists.",
  INVALID_USER: "Someone else is signed in here. Please sign out first, then open the link again.",
};

/** Where a link lands that confirms an email address; the parameter error is what the server has against it. */
export function Verified() {
  const { data } = useSession();
  const params = usePageParams();
  if (!params) return null;
  const error = params.get("error");
  const again = error === "TOKEN_EXPIRED" || error === "INVALID_TOKEN";
  const account = again ? "/account" : landing;
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">
        {error ? "Your email address is not confirmed" : "Your email address is confirmed"}
      </h1>
      {error ? (
        <Notice kind="error">
          {Object.hasOwn(failures, error)
            ? failures[error]
            : "The link could not be used. Please try again in a moment."}
        </Notice>
      ) : (
        <Notice kind="good">Thank you. If you ever forget your password, a link to this address sets a new one.</Notice>
      )}
      {again && (
        <p className="text-sm text-muted">You can request a new link on your account page, under “Email”.</p>
      )}
      <Button asChild>
        {data ? (
          <Link href={account}>{again ? "Open my account" : "Open my tasks"}</Link>
        ) : (
          <Link href={again ? "/auth/signin?next=%2Faccount" : "/auth/signin"}>Sign in</Link>
        )}
      </Button>
    </>
  );
}
