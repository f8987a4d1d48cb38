"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

import { api } from "@/api/client";
import type { components } from "@/api/schema";
import { tryAuth, auth, describeAuthError } from "@/api/auth";
import { useAfterSignIn } from "@/auth/after-sign-in";
import { landing } from "@/session/redirect";
import { BusyButton } from "@/ui/busy-button";

/** Offers to sign in to the demo account, where the backend has one. */
export function Demo() {
  const [account, setAccount] = useState<components["schemas"]["DemoAccount"] | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const { afterSignIn } = useAfterSignIn(landing);
  const router = useRouter();

  useEffect(() => {
    let unmounted = false;
    api
      .GET("/api/auth/demo")
      .then(({ data }) => {
        if (!unmounted && data) setAccount(data.demo);
      })
      .catch(() => {}); // then no demo is offered
    return () => {
      unmounted = true;
    };
  }, []);

  async function open() {
    if (!account) return;
    setBusy(true);
    setError("");
    router.prefetch(landing);
    const { data, error } = await tryAuth(auth.signIn.email({ ...account, rememberMe: false }));
    if (data) return afterSignIn(data.user); // busy until the page of the tasks is shown
    setBusy(false);
    setError(
      error.code === "INVALID_EMAIL_OR_PASSWORD"
        ? "Someone has changed the demo’s password. Please try again later."
        : describeAuthError(error).message,
    );
  }

  return (
    <div className="text-sm text-muted">
      {account && (
        <p className="-ml-3 flex flex-wrap items-center">
          <BusyButton
            type="button"
            variant="quiet"
            busy={busy}
            busyLabel="Opening the demo…"
            onClick={() => void open()}
            className="px-3 text-accent underline underline-offset-4"
          >
            Try the demo
          </BusyButton>
          shared by everyone who tries it
        </p>
      )}
      <p role="alert" className="text-danger">
        {error}
      </p>
    </div>
  );
}
