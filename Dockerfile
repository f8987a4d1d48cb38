# The image of the shim: one static binary, nothing else to keep up to date.
FROM golang:1.26.8-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY migrations ./migrations
COPY shared ./shared
COPY functions ./functions
COPY shim ./shim
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /shim ./shim

# Holds certificate authorities and time zones beside the binary; no shell, no package manager.
FROM gcr.io/distroless/static-debian12
COPY --from=build /shim /shim
USER 1000:1000
ENV PORT=7860
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["/shim", "healthcheck"]
ENTRYPOINT ["/shim"]
