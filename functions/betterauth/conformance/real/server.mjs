// The real Better Auth server, configured as the Go backend promises to
// behave. It reads the same environment as the backend does.
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import { bearer, jwt } from "better-auth/plugins";
import nodemailer from "nodemailer";
import pg from "pg";

const env = process.env;
const secure = env.BETTER_AUTH_URL.startsWith("https:");
const mailer = nodemailer.createTransport(env.SMTP_URL);

function mail(to, subject, url) {
  return mailer.sendMail({ from: env.MAIL_FROM, to, subject, text: `${subject}:\n\n${url}\n` });
}

const auth = betterAuth({
  baseURL: env.BETTER_AUTH_URL,
  secret: env.BETTER_AUTH_SECRET,
  database: new pg.Pool({ connectionString: env.DATABASE_URL }),
  trustedOrigins: [env.FRONTEND_URL, ...(env.ALLOWED_ORIGINS ?? "").split(",").filter(Boolean)],
  emailAndPassword: {
    enabled: true,
    revokeSessionsOnPasswordReset: true,
    sendResetPassword: ({ user, url }) => mail(user.email, "Reset your password", url),
  },
  emailVerification: {
    sendOnSignUp: true,
    sendVerificationEmail: ({ user, url }) => mail(user.email, "Verify your address", url),
  },
  user: {
    changeEmail: { enabled: true },
    deleteUser: { enabled: true },
  },
  socialProviders: {
    github: { clientId: env.GITHUB_CLIENT_ID, clientSecret: env.GITHUB_CLIENT_SECRET },
    ...(env.GOOGLE_CLIENT_ID && {
      google: { clientId: env.GOOGLE_CLIENT_ID, clientSecret: env.GOOGLE_CLIENT_SECRET },
    }),
  },
  plugins: [jwt(), bearer()],
  rateLimit: { enabled: secure },
  logger: { disabled: true },
  telemetry: { enabled: false },
});

await (await getMigrations(auth.options)).runMigrations();
createServer(toNodeHandler(auth)).listen(Number(env.PORT), "127.0.0.1");
