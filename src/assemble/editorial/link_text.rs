//! Words of links that say nothing by themselves: many readers go from link to link and hear only those.

use super::script::Script;
use super::{Desk, Finding};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::markdown::ReferenceKind;

/// In English and in Welsh.
const VAGUE: &[&str] = &[
    "here",
    "click here",
    "click",
    "click this link",
    "see here",
    "read more",
    "read more here",
    "more",
    "find out more",
    "learn more",
    "see more",
    "more information",
    "further information",
    "more details",
    "this page",
    "this link",
    "link",
    "this",
    "this site",
    "this website",
    "website",
    "continue",
    "continue reading",
    "yma",
    "cliciwch yma",
    "cliciwch",
    "gweler yma",
    "darllen mwy",
    "darllenwch fwy",
    "mwy",
    "rhagor",
    "rhagor o wybodaeth",
    "mwy o wybodaeth",
    "y dudalen hon",
    "y ddolen hon",
    "dolen",
];

pub fn check(_: &Desk<'_>, script: &Script<'_>, findings: &mut Vec<Finding>) {
    for passage in &script.document.passages {
        for reference in &passage.prose.references {
            let ReferenceKind::Link(address) = &reference.kind else { continue };
            let words = reference.words.trim();
            let plain = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let (message, help) = if plain.is_empty() && !words.contains(char::is_alphanumeric) && !["", "id:"].contains(&address.as_str())
            {
                ("this link has no words".to_owned(), format!("write between the square brackets where it leads: `[…]({address})`"))
            } else if ["http://", "https://", "www."].iter().any(|start| plain.starts_with(start)) {
                ("the words of this link are an address".to_owned(), format!("say what is there: `[the report of 2009]({address})`"))
            } else if VAGUE.contains(&plain.as_str()) {
                (
                    format!("`{words}` does not say where this link leads"),
                    "say what is there, so that the link makes sense when it is read alone".to_owned(),
                )
            } else {
                continue;
            };
            let place = script.document.place(passage, reference.range.clone());
            findings.push(Finding::new(words, Diagnostic::warning(Code::LinkVague, place, message).help(help)));
        }
    }
}
