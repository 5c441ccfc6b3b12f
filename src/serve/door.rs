//! The door: who may ask, and how the answer is sent. Any program of this machine can knock, and so can any page that a browser on it
//! has open: only requests for this very host are answered, none of them changes anything, and no other site may read the answers.

use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use super::answer::{Answer, kind};
use super::shown::Shown;
use super::{events, finder};
use crate::render::html::escape;

/// What serving adds is below this folder: no page of a hub can have the sign in its address.
const OWN: &str = "/~almoner/";

const SCRIPT: &str = include_str!("browser/serve.js");
const STYLE: &str = include_str!("browser/serve.css");

#[derive(Clone)]
pub struct Door {
    pub shown: Arc<Shown>,
    port: u16,
}

/// Answers until the program ends.
pub async fn open(listener: TcpListener, port: u16, shown: Arc<Shown>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let app = Router::new().fallback(answer).with_state(Door { shown, port });
    let _ = axum::serve(listener, app).await;
}

async fn answer(State(door): State<Door>, request: Request) -> Response {
    if !door.is_meant(&request) {
        return plain(StatusCode::MISDIRECTED_REQUEST, "this server answers only to 127.0.0.1 and localhost\n");
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are answered\n");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let Some(path) = decoded(request.uri().path()) else {
        return plain(StatusCode::BAD_REQUEST, "this address is not UTF-8 text\n");
    };
    if let Some(own) = path.strip_prefix(OWN) {
        return match own {
            "serve.js" => text("text/javascript; charset=utf-8", SCRIPT),
            "serve.css" => text("text/css; charset=utf-8", STYLE),
            "events" => events::stream(&door.shown, request.uri().query().unwrap_or_default()),
            _ => plain(StatusCode::NOT_FOUND, "there is no such file\n"),
        };
    }
    let query = request.uri().query().map(str::to_owned);
    let shown = door.shown.clone();
    // Drawing takes a processor for a while, and a file may lie on a slow disk.
    let found = tokio::task::spawn_blocking(move || match finder::is_of_index(&path) {
        true => Ok(shown.finder.file(&path).map(|bytes| (kind(&path), bytes))),
        false => Err(shown.answer(&path)),
    });
    match found.await {
        Ok(Err(answer)) => page(&answer, query.as_deref()),
        Ok(Ok(Some((kind, bytes)))) => with_headers(Response::new(Body::from(bytes)), kind),
        Ok(Ok(None)) => plain(StatusCode::NOT_FOUND, "there is no such file of the index\n"),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "this failed inside almoner: please report it with the address\n"),
    }
}

impl Door {
    /// A page elsewhere can have a name of its own lead to this machine; then it is that name that the browser asks for.
    fn is_meant(&self, request: &Request) -> bool {
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let host = host.or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str)).unwrap_or_default();
        let Some((name, port)) = host.rsplit_once(':') else { return false };
        port == self.port.to_string() && (["127.0.0.1", "[::1]"].contains(&name) || name.eq_ignore_ascii_case("localhost"))
    }
}

/// The letters behind an address. They are compared with addresses, never with names of files.
pub fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (high, low) = (rest.next()?, rest.next()?);
        let digit = |byte: u8| char::from(byte).to_digit(16);
        bytes.push((digit(high)? * 16 + digit(low)?) as u8);
    }
    String::from_utf8(bytes).ok()
}

/// A page with the script that keeps it current, or any other answer as it is.
fn page(answer: &Answer, query: Option<&str>) -> Response {
    let bytes = match &answer.mark {
        Some(mark) => with_script(&answer.bytes, mark, answer),
        None => answer.bytes.clone(),
    };
    let mut response = with_headers(Response::new(Body::from(bytes)), answer.kind);
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Some(location) = &answer.location {
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        if let Ok(location) = HeaderValue::from_str(&format!("{location}{query}")) {
            headers.insert(header::LOCATION, location);
        }
    }
    if let Ok(policy) = HeaderValue::from_str(&answer.policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if answer.is_sensitive {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    response
}

/// One element before the end of the page; all else is as a build writes it.
fn with_script(html: &[u8], mark: &str, answer: &Answer) -> Vec<u8> {
    let until = answer.until.map(|until| format!(" data-until=\"{until}\"")).unwrap_or_default();
    let fault = if answer.is_fault { " data-fault" } else { "" };
    let script = format!("<script src=\"{OWN}serve.js\" defer data-mark=\"{}\"{until}{fault}></script>", escape(mark));
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|window| window == end).unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

/// What holds for every answer: the same protection as the published site's, nothing kept, and nothing for other sites.
fn with_headers(mut response: Response, kind: &'static str) -> Response {
    let rules = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    for (name, value) in rules {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn plain(status: StatusCode, words: &'static str) -> Response {
    let mut response = text("text/plain; charset=utf-8", words);
    *response.status_mut() = status;
    response
}

fn text(kind: &'static str, words: &'static str) -> Response {
    with_headers(Response::new(Body::from(words)), kind)
}

/// For the events, which are a stream and no text.
pub fn protected(response: Response) -> Response {
    with_headers(response, "text/event-stream")
}

/// One value of a query.
pub fn query_value(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=').and_then(decoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_or_refused() {
        assert_eq!(decoded("/guides/"), Some("/guides/".to_owned()));
        assert_eq!(decoded("/..%2fsecret%20file"), Some("/../secret file".to_owned()));
        assert_eq!(decoded("/%ff"), None);
        assert_eq!(decoded("/%4"), None);
        assert_eq!(decoded("/%zz"), None);
    }

    #[test]
    fn the_script_stands_before_the_last_end_of_the_body() {
        let html = with_script(b"<body>&lt;/body> </body>\n</html>\n", "abc", &Answer::default());
        let html = String::from_utf8(html).expect("text");
        assert_eq!(html, "<body>&lt;/body> <script src=\"/~almoner/serve.js\" defer data-mark=\"abc\"></script></body>\n</html>\n");
    }

    #[test]
    fn values_of_a_query() {
        assert_eq!(query_value("page=%2Fguides%2F&mark=1a", "page"), Some("/guides/".to_owned()));
        assert_eq!(query_value("page=%2Fguides%2F&mark=1a", "mark"), Some("1a".to_owned()));
        assert_eq!(query_value("mark=1a", "page"), None);
    }
}
