//! The interface over HTTP: JSON in and out, on an address of its own.
//!
//! It has no password: any client that reaches it can do everything. So it listens only if an option says so, and only
//! on loopback unless another option allows more. A web page that is open on the same machine reaches loopback too; it
//! is recognised by its Origin header.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ORIGIN};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use http_body_util::LengthLimitError;
use serde_json::json;

use super::route::{self, Trouble};
use crate::server::Server;

/// The longest body, in bytes: a snapshot has a few hundred thousand.
const BODY_LIMIT: usize = 32 << 20;

pub(crate) fn router(server: Arc<Server>) -> Router {
    Router::new().fallback(answer).with_state(server)
}

async fn answer(State(server): State<Arc<Server>>, request: Request) -> Response {
    match carry_out(server, request).await {
        Ok(text) => respond(StatusCode::OK, text),
        Err(trouble) => {
            let status = StatusCode::from_u16(trouble.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let text = json!({ "error": trouble.error, "message": trouble.message }).to_string();
            let mut response = respond(status, text);
            if let Some(allow) = trouble.allow {
                response.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
            }
            response
        }
    }
}

async fn carry_out(server: Arc<Server>, request: Request) -> Result<String, Trouble> {
    let (parts, body) = request.into_parts();
    if parts.headers.contains_key(ORIGIN) {
        let message = "this interface is not for web pages: use a program";
        return Err(Trouble::new(403, "OriginRefused", message));
    }
    let body = axum::body::to_bytes(body, BODY_LIMIT).await.map_err(|error| {
        if error.into_inner().is::<LengthLimitError>() {
            Trouble::new(413, "BodyTooLong", format!("a body has at most {BODY_LIMIT} bytes"))
        } else {
            Trouble::new(400, "BodyInvalid", "the body broke off: send it again")
        }
    })?;
    let work = move || route::answer(&server, &parts.method, parts.uri.path(), &body);
    let defect = |_| Err(Trouble::new(500, "Defect", "this is a defect of the simulator: please report it"));
    tokio::task::spawn_blocking(work).await.unwrap_or_else(defect)
}

fn respond(status: StatusCode, mut text: String) -> Response {
    text.push('\n');
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    // A snapshot holds keys.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
