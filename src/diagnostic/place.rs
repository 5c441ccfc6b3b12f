//! Where a fault stands. Lines and columns count from 1 at the top of the *file*, front matter included;
//! columns count characters, as editors do.

use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};

/// A stretch of one line of one file, with the line's own text, so that nobody needs the file again to draw it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// As a person at the command line would name it: the hub's folder joined with the path inside it.
    pub file: Utf8PathBuf,
    pub line: u32,
    pub column: u32,
    /// Characters under the pointer, at least 1; a stretch that runs on is cut at the end of its first line.
    pub width: u32,
    /// The line as written, without its line end; empty for a fault of the file as a whole.
    pub text: String,
}

impl Place {
    /// The place of a byte range in a file's text. A range past the end, or inside a character, is moved to the nearest sound one.
    pub fn in_text(file: impl AsRef<Utf8Path>, text: &str, range: Range<usize>) -> Self {
        let start = text.floor_char_boundary(range.start.min(text.len()));
        let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line_text = text[line_start..line_end].trim_end_matches('\r');
        let width = text[start..end.min(line_end).max(start)].trim_end_matches('\r').chars().count().max(1);
        Place {
            file: file.as_ref().to_owned(),
            line: 1 + text[..line_start].bytes().filter(|b| *b == b'\n').count() as u32,
            column: 1 + text[line_start..start].chars().count() as u32,
            width: width as u32,
            text: line_text.to_owned(),
        }
    }

    /// A fault of the file as a whole.
    pub fn whole(file: impl AsRef<Utf8Path>) -> Self {
        Place { file: file.as_ref().to_owned(), line: 1, column: 1, width: 1, text: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_from_the_top_and_columns_in_characters() {
        let text = "---\ntitle: Caffè\r\nx: y\n";
        let place = Place::in_text("a.md", text, text.find("Caffè").expect("in text")..text.find("\r").expect("in text"));
        assert_eq!((place.line, place.column, place.width, place.text.as_str()), (2, 8, 5, "title: Caffè"));
    }

    #[test]
    fn a_range_over_two_lines_is_cut_and_one_past_the_end_is_moved() {
        let place = Place::in_text("a.md", "ab\ncd", 1..5);
        assert_eq!((place.line, place.column, place.width), (1, 2, 1));
        let place = Place::in_text("a.md", "ab", 9..12);
        assert_eq!((place.line, place.column, place.width), (1, 3, 1));
    }
}
