# The image of the shim: one static binary and the web application's files, nothing else to keep up to date.
FROM docker.io/library/node:24.11.1-slim AS app
WORKDIR /src
ENV NEXT_TELEMETRY_DISABLED=1
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend .
# "off" takes the service worker of a former image off the devices (docs/operations.md).
ARG SERVICE_WORKER=""
RUN npm run build:static

FROM docker.io/library/golang:1.26.8-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY migrations ./migrations
COPY shared ./shared
COPY functions ./functions
COPY shim ./shim
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /shim ./shim

# Nothing but the two, and the certificate authorities for sslmode=verify-full; no shell, no package manager.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /shim /shim
COPY --from=app /src/.next-static /app
USER 1000:1000
ENV PORT=7860
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["/shim", "healthcheck"]
ENTRYPOINT ["/shim"]
