//! `_published.txt`: every address at which the hub has ever published a page. Kept by `almoner build --record`, read and
//! cut by people. What became of each address is asked in `assemble`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use super::source::Source;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};

/// The file's name, at the top of the hub.
pub const NAME: &str = "_published.txt";

const HEADING: &str = "\
# Every address at which this hub has published a page: `almoner build --record` adds to it. Commit it with the pages.
# A build stops when one of them leads nowhere. Delete a line only if nobody can have kept its address.
";
/// Before the moment from which the list holds: a build for an earlier one has fewer pages, and rightly so.
const MOMENT: &str = "# As of ";

#[derive(Debug, Clone, Default)]
pub struct PublishedList {
    /// None for a list that was never recorded.
    source: Option<Arc<Source>>,
    pub as_of: Option<Timestamp>,
    /// Each address with its line.
    addresses: BTreeMap<String, Range<usize>>,
}

impl PublishedList {
    pub fn read(source: Arc<Source>) -> (PublishedList, Diagnostics) {
        let mut list = PublishedList::default();
        let mut faults = Diagnostics::new();
        let mut at = 0;
        for line in source.text.split_inclusive('\n') {
            let words = line.trim();
            let range = at..at + line.trim_end().len();
            at += line.len();
            if let Some(moment) = words.strip_prefix(MOMENT) {
                match moment.parse() {
                    Ok(moment) => list.as_of = list.as_of.max(Some(moment)),
                    Err(_) => faults.push(
                        Diagnostic::error(Code::PublishedFault, source.place(range), format!("`{moment}` is no moment"))
                            .help("write it as in `# As of 2026-03-14T09:30:00Z`, or delete the line and record the list again"),
                    ),
                }
            } else if words.starts_with('/') && !words.contains(char::is_whitespace) {
                list.addresses.entry(words.to_owned()).or_insert(range);
            } else if !words.is_empty() && !words.starts_with('#') {
                faults.push(
                    Diagnostic::error(Code::PublishedFault, source.place(range), "this line is no address")
                        .help("an address begins with a slash, as in `/guides/supervision/`")
                        .help("if two people recorded at once, keep the addresses of both"),
                );
            }
        }
        list.source = Some(source);
        (list, faults)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.addresses.keys().map(String::as_str)
    }

    pub fn contains(&self, address: &str) -> bool {
        self.addresses.contains_key(address)
    }

    pub fn len(&self) -> usize {
        self.addresses.len()
    }

    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty()
    }

    /// Where an address of the list is written.
    pub fn place(&self, address: &str) -> Option<Place> {
        let source = self.source.as_ref()?;
        Some(source.place(self.addresses.get(address)?.clone()))
    }

    /// The list with what is public at `as_of`; nothing ever leaves it by itself. The same list when nothing is new.
    pub fn with<'a>(&self, public: impl IntoIterator<Item = &'a str>, as_of: Timestamp) -> PublishedList {
        let mut list = self.clone();
        for address in public {
            list.addresses.entry(address.to_owned()).or_default();
        }
        if list.len() > self.len() || list.as_of.is_none() {
            // Whole seconds say enough; rounded down, so that this very moment is not before it.
            list.as_of = self.as_of.max(Timestamp::from_second(as_of.as_second()).ok());
        }
        list
    }

    /// The file's text.
    pub fn write(&self) -> String {
        let mut text = HEADING.to_owned();
        if let Some(moment) = self.as_of {
            let _ = writeln!(text, "{MOMENT}{moment}");
        }
        for address in self.addresses.keys() {
            let _ = writeln!(text, "{address}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_written_as_it_is_read_and_only_grows() {
        let moment: Timestamp = "2026-06-01T12:00:00.7Z".parse().expect("a moment");
        let list = PublishedList::default().with(["/b/", "/a/"], moment);
        let text = list.write();
        assert!(text.ends_with("# As of 2026-06-01T12:00:00Z\n/a/\n/b/\n"), "{text}");
        let (read, faults) = PublishedList::read(Arc::new(Source::new(NAME, NAME, text.clone())));
        assert_eq!(faults.iter().count(), 0);
        assert_eq!(read.write(), text);
        let later = "2026-07-01T12:00:00Z".parse().expect("a moment");
        assert_eq!(read.with(["/a/"], later).write(), text, "nothing new: nothing changes");
        assert!(read.with(["/c/"], later).write().ends_with("# As of 2026-07-01T12:00:00Z\n/a/\n/b/\n/c/\n"));
    }
}
