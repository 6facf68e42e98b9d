"""Headers of every answer: what the browser may load, who may frame us, what may be kept."""

from flask import Flask, Response, request

# 'self' covers WebSockets to the same host in today's browsers.
_RULES = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
    ]
)
POLICY = f"{_RULES}; frame-ancestors 'none'"
"""Of every page that does not say otherwise: nobody frames it, and it frames nobody."""
FRAMING = f"{POLICY}; frame-src 'self'"
FRAMED = f"{_RULES}; frame-ancestors 'self'"
"""Of a page of the staff with a page of ours in it, and of that page."""


def init_app(app: Flask, is_https: bool) -> None:
    @app.after_request
    def guard(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if is_https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response
