"use client";

import { errorMessage } from "@/api/client";
import { DeleteAccount } from "@/account/delete-account";
import { EmailSection } from "@/account/email";
import { ExportSection } from "@/account/export";
import { ImportSection } from "@/account/import";
import { PasswordSection } from "@/account/password";
import { useProfile } from "@/session/profile";
import { ProfileSection } from "@/account/profile-section";
import { Section } from "@/account/section";
import { SessionsSection } from "@/account/sessions";
import { ThemeSection } from "@/account/theme";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Skeleton } from "@/ui/skeleton";

/** The page where users change everything about their account. */
export function AccountPage() {
  const { data: profile, isError, isPaused, error, refetch } = useProfile();
  return (
    <div className="mx-auto max-w-4xl">
      <h1 className="mb-4 text-2xl font-semibold tracking-tight">Account</h1>
      {profile ? (
        <>
          <ProfileSection profile={profile} />
          <EmailSection profile={profile} />
          <PasswordSection email={profile.email} />
        </>
      ) : isError ? (
        <Section title="Profile">
          <Notice kind="error">{errorMessage(error)}</Notice>
          <Button variant="secondary" className="self-start" onClick={() => void refetch()}>
            Try again
          </Button>
        </Section>
      ) : isPaused ? (
        <Section title="Profile">
          <Notice>Your profile is not here without a connection.</Notice>
        </Section>
      ) : (
        <>
          <p role="status" className="sr-only">
            Loading your profile
          </p>
          <SectionSkeleton title="Profile" />
          <SectionSkeleton title="Email" />
          <SectionSkeleton title="Password" />
        </>
      )}
      <SessionsSection />
      <ThemeSection />
      <ExportSection />
      <ImportSection />
      <DeleteAccount email={profile?.email} />
    </div>
  );
}

function SectionSkeleton({ title }: { title: string }) {
  return (
    <Section title={title}>
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-10 w-24" />
    </Section>
  );
}
