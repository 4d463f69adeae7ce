//! The HTTP binding of protocol.md section 6.
//!
//! The status of a message's reply says the same as the message; the statuses of this module (404, 405, 413, 415) are
//! for requests that are not messages. `action` is not read: the Body's element names the operation.

use core::time::Duration;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use axum::serve::ListenerExt as _;
use http_body_util::LengthLimitError;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::server::{REQUEST_LIMIT, Reply, Server};

/// The endpoint's path.
pub(crate) const PATH: &str = "/patient-services";

/// The media type of every message.
const MEDIA_TYPE: &str = "application/soap+xml";

/// The description of the service, complete with its schema, and the address in it that stands for a server's own.
const WSDL: &str = include_str!("../../../spec/emis-ps-1.wsdl");
const WSDL_ADDRESS: &str = "http://127.0.0.1/patient-services";
const SCHEMA: &str = include_str!("../../../spec/emis-ps-1.xsd");

/// What answers at an endpoint.
pub(crate) fn router(server: Arc<Server>, endpoint: &str) -> Router {
    Router::new().fallback(answer).with_state(Practice { server, endpoint: endpoint.into() })
}

/// Serves until `stopped`, and then for at most `grace` what has begun.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    stopped: oneshot::Receiver<()>,
    grace: Duration,
) {
    // A reply is one write, and the next request waits for it: nothing is gained by holding it back.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let (begin_end, ending) = oneshot::channel::<()>();
    let connections = tokio::spawn(
        axum::serve(listener, router)
            .with_graceful_shutdown(async {
                let _ = ending.await;
            })
            .into_future(),
    );
    let _ = stopped.await;
    let _ = begin_end.send(());
    let _ = tokio::time::timeout(grace, connections).await;
}

/// What every request is answered from.
#[derive(Clone)]
struct Practice {
    server: Arc<Server>,
    /// The address that the description names.
    endpoint: Arc<str>,
}

async fn answer(State(practice): State<Practice>, request: Request) -> Response {
    if request.uri().path() != PATH {
        return plain(StatusCode::NOT_FOUND);
    }
    let (parts, body) = request.into_parts();
    match (&parts.method, parts.uri.query()) {
        (&Method::POST, _) => post(practice.server, &parts.headers, body).await,
        (&Method::GET, Some(query @ ("wsdl" | "xsd"))) => document(query, &practice.endpoint),
        _ => {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED);
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
            response
        }
    }
}

/// The WSDL description, with this server's address in it, and the XML Schema.
fn document(query: &str, endpoint: &str) -> Response {
    let text = match query {
        "wsdl" => WSDL.replace(WSDL_ADDRESS, endpoint),
        _ => SCHEMA.to_owned(),
    };
    let mut response = plain(StatusCode::OK);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8"));
    *response.body_mut() = Body::from(text);
    response
}

async fn post(server: Arc<Server>, headers: &HeaderMap, body: Body) -> Response {
    if !is_message(headers) {
        // HTTP-4
        return plain(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > REQUEST_LIMIT)) {
        return plain(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let message = match axum::body::to_bytes(body, REQUEST_LIMIT).await {
        Ok(message) => message,
        Err(error) => {
            let too_long = error.into_inner().is::<LengthLimitError>();
            // An incomplete body is not a message.
            return plain(if too_long { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST });
        }
    };
    let coded = headers.get_all(CONTENT_ENCODING).iter().any(|coding| coding != "identity");
    let work = move || if coded { server.malformed() } else { server.handle(&message) };
    match tokio::task::spawn_blocking(work).await {
        Ok(reply) => envelope(reply),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn envelope(Reply { status, body }: Reply) -> Response {
    let mut response = plain(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    let media_type = HeaderValue::from_static("application/soap+xml; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    *response.body_mut() = Body::from(Bytes::from(body));
    response
}

fn plain(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Whether the Content-Type is a message's: the media type, and no other charset.
fn is_message(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (types.next().and_then(|value| value.to_str().ok()), types.next()) else {
        return false;
    };
    let mut parts = Parts(value);
    let media_type = parts.next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case(MEDIA_TYPE)
        && parts.all(|parameter| match parameter.split_once('=') {
            Some((name, charset)) if name.trim().eq_ignore_ascii_case("charset") => {
                charset.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

/// The parts of a header's value between semicolons, those in quotes excepted.
struct Parts<'h>(&'h str);

impl<'h> Iterator for Parts<'h> {
    type Item = &'h str;

    fn next(&mut self) -> Option<&'h str> {
        if self.0.is_empty() {
            return None;
        }
        let (mut quoted, mut escaped) = (false, false);
        let end = self.0.find(|c| {
            let free = !quoted && c == ';';
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                _ => {}
            }
            free
        });
        let (part, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = rest.get(1..).unwrap_or_default();
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(value: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_str(value).unwrap());
        is_message(&headers)
    }

    #[test]
    fn a_content_type_is_read_by_its_grammar() {
        for good in [
            "application/soap+xml",
            "Application/SOAP+XML;Charset=UTF-8",
            "application/soap+xml; action=\"urn:x;charset=latin1\"; charset=\"utf-8\"",
            "application/soap+xml ; charset = utf-8 ;",
            "application/soap+xml; action=\"\\\";charset=x\"",
        ] {
            assert!(accepts(good), "{good}");
        }
        for bad in [
            "",
            "text/xml",
            "application/soap+xmlx",
            "application/soap+xml; charset=utf-16",
            "application/soap+xml; action=\"x\"; charset=iso-8859-1",
            "application/soap+xml; charset=utf-8; charset=latin1",
            "application/xml; x=\"application/soap+xml\"",
        ] {
            assert!(!accepts(bad), "{bad}");
        }
        let mut twice = HeaderMap::new();
        twice.append(CONTENT_TYPE, HeaderValue::from_static("application/soap+xml"));
        twice.append(CONTENT_TYPE, HeaderValue::from_static("text/xml"));
        assert!(!is_message(&twice));
    }
}
