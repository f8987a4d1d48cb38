"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

import { api } from "@/api/client";
import type { components } from "@/api/schema";
import { tryAuth, auth, describeAuthError } from "@/api/auth";
import { useAfterSignIn } from "@/auth/after-sign-in";
import { Button } from "@/ui/button";

/** The way into the demo account, where the backend has one. */
export function Demo() {
  const [account, setAccount] = useState<components["schemas"]["DemoAccount"] | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const enter = useAfterSignIn();
  const router = useRouter();

  useEffect(() => {
    let gone = false;
    api
      .GET("/api/auth/demo")
      .then(({ data }) => {
        if (!gone && data) setAccount(data.demo);
      })
      .catch(() => {}); // no answer, no demo
    return () => {
      gone = true;
    };
  }, []);

  async function open() {
    if (!account || busy) return;
    setBusy(true);
    setError("");
    router.prefetch("/tasks");
    const { data, error } = await tryAuth(auth.signIn.email({ ...account, rememberMe: false }));
    if (data) return enter(data.user, "/tasks");
    setBusy(false);
    setError(
      error.code === "INVALID_EMAIL_OR_PASSWORD"
        ? "Somebody has changed the demo’s password. Please try again later."
        : describeAuthError(error).message,
    );
  }

  return (
    <div className="text-sm text-muted">
      {account && (
        <p className="-ml-3 flex flex-wrap items-center">
          <Button
            variant="quiet"
            aria-disabled={busy || undefined}
            onClick={() => void open()}
            className="px-3 text-accent underline underline-offset-4"
          >
            {busy ? "Opening the demo…" : "Try the demo"}
          </Button>
          shared with everybody who tries it
        </p>
      )}
      <p role="alert" className="text-danger">
        {error}
      </p>
    </div>
  );
}
