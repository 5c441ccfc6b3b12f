//! Where things stand on the public site. Addresses are lower-case, end with a slash and carry no file ending.

use camino::Utf8Path;

use crate::load::document::Document;
use crate::load::slug;

/// The slug of a text; never empty.
pub fn slug(text: &str) -> String {
    let slug = slug::slug(text);
    if slug.is_empty() { "page".to_owned() } else { slug }
}

/// A part of a path as it stands in an address: as written where that is plain, else its slug.
fn segment(name: &str) -> String {
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._~".contains(&b));
    if plain { name.to_owned() } else { slug(name) }
}

/// The address of a folder of the hub: `/research/`.
pub fn of_folder(folder: &Utf8Path) -> String {
    let mut address = "/".to_owned();
    for part in folder.components() {
        address.push_str(&segment(part.as_str()));
        address.push('/');
    }
    address
}

/// The id of the content type whose records are redirects.
pub const REDIRECT_TYPE: &str = "redirect";

/// A redirect that leads somewhere is no page; one whose page is gone for good stands at the old address and says so.
pub fn has_page(document: &Document) -> bool {
    document.content_type.id != REDIRECT_TYPE || document.fields.text("to").is_none()
}

/// The address of a page: its folder, then its slug or its file's name.
pub fn of_page(document: &Document) -> String {
    if document.content_type.id == REDIRECT_TYPE
        && let Some(from) = document.fields.text("from")
    {
        return normal(from);
    }
    of_file(&document.source.path, document.common.slug.as_deref())
}

/// The address of a page in a file: its folder, then its slug or the file's name.
pub fn of_file(path: &Utf8Path, slug: Option<&str>) -> String {
    let address = of_folder(path.parent().unwrap_or(Utf8Path::new("")));
    match path.file_stem() {
        Some("_index") => address,
        stem => format!("{address}{}/", slug.map_or_else(|| segment(stem.unwrap_or("page")), segment)),
    }
}

/// The permanent address that an id has for ever.
pub fn permanent(id: &str) -> String {
    format!("/id/{id}/")
}

/// A written address in the form that addresses are kept in: one slash at each end, no fragment, no query.
pub fn normal(written: &str) -> String {
    let path = written.split(['#', '?']).next().unwrap_or_default();
    let path = path.strip_suffix("index.html").unwrap_or(path);
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.is_empty() {
        return "/".to_owned();
    }
    // A file keeps its ending; everything else is a folder in which a page stands.
    let last_is_file = parts.last().is_some_and(|last| {
        last.rsplit_once('.').is_some_and(|(name, end)| {
            !name.is_empty() && end.len() <= 5 && end.bytes().all(|b| b.is_ascii_alphanumeric()) && !path.ends_with('/')
        })
    });
    let mut address = format!("/{}", parts.join("/"));
    if !last_is_file {
        address.push('/');
    }
    address
}

/// A relative address seen from a page's own address: `../b/` from `/x/a/` is `/x/b/`.
pub fn seen_from(base: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if parts.is_empty() {
        return "/".to_owned();
    }
    let slash = if relative.ends_with('/') { "/" } else { "" };
    format!("/{}{slash}", parts.join("/"))
}

/// What percent signs stand for; unsound ones are kept as written.
pub fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok()).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 3;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_and_stay_as_they_are() {
        for (text, expected) in
            [("Ymchwil i blant", "ymchwil-i-blant"), ("Für  Eltern!", "fur-eltern"), ("Don't know", "dont-know"), ("—", "page")]
        {
            assert_eq!(slug(text), expected);
            assert_eq!(slug(&slug(text)), expected);
        }
    }

    #[test]
    fn written_addresses_meet_the_kept_ones() {
        assert_eq!(normal("about/contact"), "/about/contact/");
        assert_eq!(normal("/about//contact/?x#y"), "/about/contact/");
        assert_eq!(normal("/files/a.pdf"), "/files/a.pdf");
        assert_eq!(normal("/v1.2/"), "/v1.2/");
        assert_eq!(normal("/old/index.html"), "/old/");
        assert_eq!(seen_from("/x/a/", "../b/"), "/x/b/");
        assert_eq!(seen_from("/x/a/", "../../../"), "/");
        assert_eq!(percent_decoded("a%20b%zz"), "a b%zz");
    }
}
