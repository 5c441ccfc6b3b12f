//! HTML that is safe to print, and the one way in which text becomes part of it.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::load::markdown::flow::is_safe_address;

/// Finished HTML. Only this room can make it, so a template may print it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Text as HTML: nothing in it is markup.
    pub fn text(text: &str) -> Self {
        Html(escape(text))
    }

    /// What a writer of this room has put together from escaped parts.
    pub(super) fn written(html: String) -> Self {
        Html(html)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Text as it stands between tags or between the quotation marks of an attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

/// Appends text, with every character that HTML reads as markup written as an entity, and every character
/// that an HTML document may not contain replaced by the sign for one that cannot be shown.
pub fn escape_into(out: &mut String, text: &str) {
    let mut done = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (replacement, width) = match SPECIAL[bytes[at] as usize] {
            0 => {
                at += 1;
                continue;
            }
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\'' => ("&#39;", 1),
            CONTROL => ("\u{fffd}", 1),
            _ => match text[at..].chars().next() {
                Some(letter) if is_forbidden(letter) => ("\u{fffd}", letter.len_utf8()),
                letter => {
                    at += letter.map_or(1, char::len_utf8);
                    continue;
                }
            },
        };
        out.push_str(&text[done..at]);
        out.push_str(replacement);
        at += width;
        done = at;
    }
    out.push_str(&text[done..]);
}

/// Appends an address as the value of `href` or `src`: every byte that may not stand in one is percent-encoded.
pub(super) fn address_into(out: &mut String, address: &str) {
    let bytes = address.as_bytes();
    let mut in_fragment = false;
    for (at, byte) in bytes.iter().enumerate() {
        let allowed = match byte {
            b'%' => bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
            b'#' => !std::mem::replace(&mut in_fragment, true),
            byte => byte.is_ascii_alphanumeric() || b"-._~:/?@!$()*+,;=".contains(byte),
        };
        match byte {
            b'&' => out.push_str("&amp;"),
            byte if allowed => out.push(*byte as char),
            byte => {
                out.push('%');
                out.push(HEX[usize::from(byte >> 4)] as char);
                out.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
}

/// Whether an address may be printed at all: the last door, should an earlier one have stood open.
pub(super) fn may_lead(address: &str) -> bool {
    !address.is_empty() && is_safe_address(address)
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";
const CONTROL: u8 = 1;
/// The first byte of a longer character that may be a forbidden one.
const LONG: u8 = 2;

/// What a byte needs: nothing, an entity (itself), or a closer look.
const SPECIAL: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = CONTROL;
        byte += 1;
    }
    table[b'\t' as usize] = 0;
    table[b'\n' as usize] = 0;
    table[b'\r' as usize] = 0;
    table[0x7f] = CONTROL;
    table[b'&' as usize] = b'&';
    table[b'<' as usize] = b'<';
    table[b'>' as usize] = b'>';
    table[b'"' as usize] = b'"';
    table[b'\'' as usize] = b'\'';
    table[0xc2] = LONG;
    table[0xef] = LONG;
    let mut byte = 0xf0;
    while byte <= 0xf4 {
        table[byte] = LONG;
        byte += 1;
    }
    table
};

fn is_forbidden(letter: char) -> bool {
    let code = letter as u32;
    (0x80..0xa0).contains(&code) || (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        assert_eq!(escape("<a b=\"c\" d='e'>&amp;"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
        assert_eq!(escape("Für “x” 😀\u{a0}\u{fffd}\n\t"), "Für “x” 😀\u{a0}\u{fffd}\n\t");
        assert_eq!(
            escape("a\0b\u{1}c\u{7f}d\u{85}e\u{fdd0}f\u{ffff}g\u{1fffe}h"),
            "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e\u{fffd}f\u{fffd}g\u{fffd}h"
        );
    }

    #[test]
    fn addresses_hold_only_what_an_address_may() {
        let encoded = |address| {
            let mut out = String::new();
            address_into(&mut out, address);
            out
        };
        assert_eq!(encoded("/a b/?c=d&e=\"f\"#g#h"), "/a%20b/?c=d&amp;e=%22f%22#g%23h");
        assert_eq!(encoded("/%20/%/%zz/é/[x]/'"), "/%20/%25/%25zz/%C3%A9/%5Bx%5D/%27");
        assert!(may_lead("/a/") && may_lead("#a") && may_lead("mailto:a@b.c"));
        assert!(!may_lead("") && !may_lead("javascript:x") && !may_lead(" java\tscript:x") && !may_lead("data:,x"));
    }
}
