"use client";

import { onlineManager, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { createContext, useCallback, useContext, useDeferredValue, useEffect, useState, type ReactNode } from "react";

import { api, ApiError, unwrap } from "@/api/client";
import { signInPath } from "@/session/redirect";
import { lastProfile, lastUser, rememberUser, type Profile } from "@/session/session";
import { useSession } from "@/session/use-session";
import { Button } from "@/ui/button";
import { useHydrated } from "@/ui/hydrated";

interface User {
  id: string;
  /** As the device heard it last, until the session is loaded; undefined where it has not. */
  profile: Profile | undefined;
}

const UserContext = createContext<User | undefined>(undefined);

/** Returns the signed-in user. It works only below SignedIn. */
export function useUser(): User {
  const user = useContext(UserContext);
  if (!user) throw new Error("useUser works only below SignedIn");
  return user;
}

let leaving = false;

/** Ends the session and loads the home page, so that nothing stays in memory. It throws when the session goes on. */
export async function signOut() {
  leaving = true;
  try {
    await unwrap(api.POST("/api/auth/sign-out"));
  } catch (error) {
    leaving = false;
    throw error;
  }
  await leave("/");
}

/** Forgets the user after the session has ended and loads a page for visitors. */
export async function leave(path: string) {
  leaving = true;
  await rememberUser(null);
  location.assign(path);
}

/**
 * Shows its children to signed-in users, and leads others to the sign-in page and back. The last user of this device
 * does not wait for the session: if it has ended, the page's requests are refused.
 */
export function SignedIn({ children, waiting }: { children: ReactNode; waiting: ReactNode }) {
  const router = useRouter();
  const pathname = usePathname();
  const hydrated = useHydrated();
  const { data, isPending, error, refetch } = useSession();
  const uncertain = isPending || error !== null;
  const id = data?.user.id ?? (hydrated && uncertain ? lastUser() : null);
  const deferred = useDeferredValue(id); // renders the page in slices, so that the browser stays responsive

  useEffect(() => {
    // The back button may bring a page back as it was left, of somebody who has signed out since.
    const onShow = (event: PageTransitionEvent) => event.persisted && lastUser() !== id && location.reload();
    addEventListener("pageshow", onShow);
    return () => removeEventListener("pageshow", onShow);
  }, [id]);
  useEffect(() => {
    if (leaving) return;
    if (data) {
      const { name, email, emailVerified } = data.user;
      void rememberUser(data.user.id, { name, email, emailVerified });
    } else if (!uncertain) {
      const ended = lastUser() !== null;
      void rememberUser(null);
      router.replace(signInPath(pathname + location.search, ended));
    }
  }, [data, uncertain, pathname, router]);

  if (id && id === deferred) {
    return (
      <UserContext value={{ id, profile: data?.user ?? lastProfile(id) }}>
        <Data key={id} onEnded={refetch}>
          {children}
        </Data>
      </UserContext>
    );
  }
  if (error && !isPending) {
    return (
      <div className="mx-auto flex max-w-md flex-col items-center gap-4 px-6 py-24 text-center">
        <h1 className="text-xl font-semibold">The server cannot be reached</h1>
        <p className="text-muted">Nothing is lost. Please try again in a moment.</p>
        <Button onClick={() => void refetch()}>Try again</Button>
      </div>
    );
  }
  return waiting;
}

if (typeof window !== "undefined") onlineManager.setOnline(navigator.onLine); // by itself it hears of changes alone

/** Provides the query cache, a new one for each user. */
function Data({ onEnded, children }: { onEnded: () => unknown; children: ReactNode }) {
  useEffect(() => onlineManager.setOnline(navigator.onLine), []); // which may have changed before anybody listened
  const ended = useCallback(
    (error: unknown) => {
      if (error instanceof ApiError && error.status === 401) onEnded();
    },
    [onEnded],
  );
  const [client] = useState(
    () =>
      new QueryClient({
        queryCache: new QueryCache({ onError: ended }),
        defaultOptions: {
          queries: {
            staleTime: 30_000,
            retry: (count, error) => count < 2 && !(error instanceof ApiError && !error.retryable),
          },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
