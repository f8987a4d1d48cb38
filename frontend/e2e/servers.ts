/**
 * The servers of a test run: the backend, which also serves the static build, and the frontend's two other builds, for
 * its two other ways to reach the backend.
 */
export const backend = "http://localhost:7860";
/** Calls the backend across origins. */
export const frontend = "http://localhost:3000";
/** The same server by another name, which is another site: the browser refuses the backend's cookie there. */
export const otherSite = "http://127.0.0.1:3000";
/** Passes /api on to the backend. */
export const oneOrigin = "http://localhost:3002";
/** The same, over plain http on a host that is not this machine to the browser: no secure context. */
export const insecure = "http://todo.test:3002";
/** The static build in the same way. */
export const insecureStatic = "http://todo.test:7860";
/** Stand before the build that is tested, of either form: see relay.ts. */
export const relays = { server: "http://localhost:3445", static: "http://localhost:3446" };
/** A Vercel preview, which the backend allows no cookie; it stands before the first one, on port 3443. */
export const preview = "https://todo-git-branch.vercel.app";
/** A Hugging Face Space, and the Hub, which shows it in a frame; both on port 3444, see space.spec.ts. */
export const space = "https://ann-todo.hf.space";
export const hub = "https://huggingface.co";

export const demo = { email: "demo@example.com", password: "demo-password" };

/** What the backend logs, the links of its mails among it. */
export const backendLog = ".e2e/backend.log";
