import { Illustration } from "@/home/illustration";
import { SignInLink, EntryLinks } from "@/home/entry-links";
import { cn } from "@/ui/cn";
import { Logo } from "@/ui/logo";

/** The home page. Everything but its links is rendered by the server. */
export function Home() {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex h-14 w-full max-w-6xl items-center justify-between px-4 sm:px-6">
        <Logo />
        <SignInLink />
      </header>
      <main
        className={cn(
          "mx-auto grid w-full max-w-6xl flex-1 grid-cols-[minmax(0,1fr)] content-center items-center",
          "gap-x-16 gap-y-10 px-4 py-8 sm:px-6 lg:grid-cols-[1fr_30rem]",
        )}
      >
        <div>
          <h1
            className={cn(
              "max-w-md text-balance text-4xl font-semibold leading-tight tracking-tight",
              "sm:text-5xl sm:leading-tight",
            )}
          >
            A todo list that takes tasks the way you say them
          </h1>
          <p className="mt-4 max-w-md text-pretty text-lg text-muted">
            Type “call Ann tomorrow at 9am”, and it is a task with a date. It works with the keyboard, on a phone,
            and while there is no connection.
          </p>
          <EntryLinks />
        </div>
        <Illustration />
      </main>
      <footer className="mx-auto w-full max-w-6xl px-4 py-5 text-sm text-muted sm:px-6">
        Everything here comes from this site: no trackers, no ads.
      </footer>
    </div>
  );
}
