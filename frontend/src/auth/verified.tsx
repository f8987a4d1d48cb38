"use client";

import Link from "next/link";

import { useSession } from "@/session/session";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";

const failures: Record<string, string> = {
  TOKEN_EXPIRED: "The link was good for an hour, which is over.",
  INVALID_TOKEN:
    "The link is not complete, or it ended early: your address or password has changed since, " +
    "or you were signed out where you asked for it.",
  USER_NOT_FOUND: "The account that the link belongs to is not there any more.",
  INVALID_USER: "Somebody else is signed in here. Please sign out first, and then open the link again.",
};

/** Where a link lands that confirms an email address; error is what the server has against it. */
export function Verified({ error }: { error: string | undefined }) {
  const { data } = useSession();
  const again = error === "TOKEN_EXPIRED" || error === "INVALID_TOKEN";
  const account = again ? "/account" : "/tasks";
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">
        {error ? "Your email address is not confirmed" : "Your email address is confirmed"}
      </h1>
      {error ? (
        <Notice kind="error">
          {Object.hasOwn(failures, error)
            ? failures[error]
            : "The link could not be used. Please try it again in a moment."}
        </Notice>
      ) : (
        <Notice kind="good">Thank you. If you ever forget your password, a link to this address sets a new one.</Notice>
      )}
      {again && <p className="text-sm text-muted">You get a new link on your account page, under “Email”.</p>}
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
