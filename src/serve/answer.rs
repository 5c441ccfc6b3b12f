//! What is said to a request: a page drawn from memory, a file of the site, or that there is none. An address is looked up, never followed.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use jiff::Timestamp;

use super::pass::Edition;
use super::shown::{Faults, State};
use crate::assemble::OFFLINE;
use crate::diagnostic::terminal;
use crate::offline;
use crate::release::{Standing, State as NotPublic};
use crate::render::html::escape;
use crate::render::{Wanted, draw as draw_site, policy};

/// One answer. Its bytes are those that a build would write; what serving adds to a page stands apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub kind: &'static str,
    pub bytes: Vec<u8>,
    /// Where to go instead.
    pub location: Option<String>,
    pub policy: String,
    /// The address must not be told to the next site.
    pub is_sensitive: bool,
    /// Of a page: tells this state of it from others. Another address of a style sheet alone is no other state.
    pub mark: Option<String>,
    /// When the embargo on the page ends.
    pub until: Option<Timestamp>,
    /// The page says the hub's faults itself.
    pub is_fault: bool,
    /// Small enough to be kept.
    pub(super) keep: bool,
}

/// Larger files are read again when they are asked for again.
const KEPT_BYTES: usize = 256 << 10;

const HTML: &str = "text/html; charset=utf-8";

pub fn draw(state: &State, path: &str) -> Answer {
    // A fault of ours in one page must not take the server along.
    let answer = catch_unwind(AssertUnwindSafe(|| match &state.edition {
        Some(edition) => found(edition, path),
        None => faulty(503, "This hub cannot be shown yet", state.faults.as_ref().map_or("", |faults| &faults.text)),
    }));
    let mut answer = answer.unwrap_or_else(|_| {
        faulty(500, "This page cannot be shown", "drawing it failed inside almoner: please report it with the file of this page")
    });
    answer.keep = answer.bytes.len() <= KEPT_BYTES;
    answer
}

fn found(edition: &Edition, path: &str) -> Answer {
    let address = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/')).unwrap_or(path);
    let mut answer = match file(edition, address) {
        Ok(Some(bytes)) => Answer { status: 200, kind: kind(address), bytes, ..Answer::default() },
        Ok(None) => missing(edition, address),
        Err(faults) => return faulty(500, "This page cannot be shown", &faults),
    };
    answer.policy = policy(&edition.site);
    if let Some(page) = edition.site.page_at(address) {
        let document = &edition.site.documents[page];
        answer.is_sensitive = !document.common.sensitive.is_empty();
        answer.until = match document.standing() {
            Standing::Preview(NotPublic::Embargoed(until) | NotPublic::Scheduled(until)) => Some(*until),
            _ => None,
        };
    }
    if answer.kind == HTML {
        answer.mark = Some(mark(edition, &answer.bytes));
    }
    answer
}

/// The bytes that a build would write for an address; the faults in words where the theme cannot draw it.
fn file(edition: &Edition, address: &str) -> Result<Option<Vec<u8>>, String> {
    let path = match address.trim_start_matches('/') {
        folder if folder.is_empty() || folder.ends_with('/') => Cow::Owned(format!("{folder}index.html")),
        file => Cow::Borrowed(file),
    };
    let found = Mutex::new(None);
    let put = |artifact: crate::render::Artifact| {
        if artifact.path == *path
            && let Ok(mut found) = found.lock()
        {
            *found = Some(artifact.bytes);
        }
        Ok(())
    };
    let drawn = draw_site(&edition.site, &edition.theme, &edition.palette, Wanted::One(address), &put);
    match drawn {
        Ok((_, faults)) if faults.is_empty() => {
            let found = found.into_inner().unwrap_or_default();
            Ok(found.or_else(|| instead_of_a_copy(edition, address)))
        }
        Ok((_, faults)) => Err(terminal::render(&faults.sorted(), terminal::Options::default())),
        // A file of the hub that has gone from the disk since it was measured.
        Err(failure) => Err(terminal::visible_lines(&failure.to_string())),
    }
}

/// No copy is offered of what is served: it would go on answering at this address when the server has ended. The worker is the one that
/// frees devices of a copy, and the page to which others lead says why there is none.
fn instead_of_a_copy(edition: &Edition, address: &str) -> Option<Vec<u8>> {
    let retired = offline::retired();
    if address.trim_start_matches('/') == retired.path {
        return Some(retired.bytes);
    }
    let is_offer = address == OFFLINE && edition.site.hub().offline;
    let why = "<p>What <code>almoner serve</code> shows is kept on no device: a copy would go on answering at this address when the \
               server has ended. Make the site with <code>almoner build</code>, and open this page there.</p>";
    is_offer.then(|| own_page("The published site offers its copy here", "main", why).into_bytes())
}

fn missing(edition: &Edition, address: &str) -> Answer {
    let folder = format!("{address}/");
    let is_name = !address.ends_with('/') && !address.rsplit('/').next().unwrap_or_default().contains('.');
    if is_name && file(edition, &folder).is_ok_and(|page| page.is_some()) {
        return Answer { status: 308, kind: HTML, location: Some(folder), ..Answer::default() };
    }
    match file(edition, "/404.html") {
        Ok(page) => Answer { status: 404, kind: HTML, bytes: page.unwrap_or_default(), ..Answer::default() },
        Err(faults) => faulty(404, "There is no such page", &faults),
    }
}

/// A page of our own, for when the theme has none.
fn faulty(status: u16, title: &str, text: &str) -> Answer {
    let words = format!("<p>It is shown as soon as this is mended:</p>\n<pre tabindex=\"0\">{}</pre>", escape(text));
    let html = own_page(title, "main role=\"alert\"", &words);
    let mark = blake3::hash(html.as_bytes()).to_hex()[..16].to_owned();
    Answer {
        status,
        kind: HTML,
        bytes: html.into_bytes(),
        policy: crate::render::CONTENT_SECURITY_POLICY.to_owned(),
        mark: Some(mark),
        is_fault: true,
        ..Answer::default()
    }
}

fn own_page(title: &str, main: &str, words: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"stylesheet\" href=\"/~almoner/serve.css\">\n</head>\n\
         <body>\n<{main}>\n<h1>{title}</h1>\n{words}\n</main>\n</body>\n</html>\n"
    )
}

/// A page's own words, whatever its style sheets are called at the moment: they are swapped where they stand.
fn mark(edition: &Edition, html: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(html).into_owned();
    for address in style_sheets(edition) {
        text = text.replace(&address, "");
    }
    blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
}

/// The addresses of the theme's style sheets.
pub fn style_sheets(edition: &Edition) -> Vec<String> {
    edition.theme.files().map(|(address, _)| address).filter(|address| address.ends_with(".css")).map(str::to_owned).collect()
}

impl Faults {
    /// What a page in a browser needs to say them.
    pub fn heading(&self) -> String {
        let errors = if self.errors == 1 { "1 error".to_owned() } else { format!("{} errors", self.errors) };
        format!("{errors}: you see the last good version")
    }
}

/// How browsers take a file, by the end of its name.
pub fn kind(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    if name.ends_with("feed.xml") {
        return "application/atom+xml; charset=utf-8";
    }
    if name.ends_with("feed.json") {
        return "application/feed+json; charset=utf-8";
    }
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "" if name.is_empty() => HTML,
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/vnd.microsoft.icon",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "vtt" => "text/vtt; charset=utf-8",
        "bin" | "zip" | "gz" => "application/octet-stream",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        // Names without an ending are those of our own text files; `nosniff` keeps the rest from being taken for more.
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_faults_is_text_to_the_letter() {
        let answer = faulty(503, "Not yet", "</pre><script>alert(1)</script>");
        let html = String::from_utf8(answer.bytes).expect("text");
        assert!(html.contains("&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;</pre>"), "{html}");
    }

    #[test]
    fn kinds_follow_names() {
        assert_eq!(kind("/guides/"), HTML);
        assert_eq!(kind("/guides/feed.xml"), "application/atom+xml; charset=utf-8");
        assert_eq!(kind("/_headers"), "text/plain; charset=utf-8");
        assert_eq!(kind("/files/a.unknown"), "text/plain; charset=utf-8");
    }
}
