//! The audit for people at a terminal: what needs doing first, by owner.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Audit, Entry, Todo};

pub const MARK: &str = "Audit of ";

pub fn write(audit: &Audit) -> String {
    let mut text = format!("{MARK}{}, as of {}\n", audit.hub, audit.day.strftime("%-d %B %Y"));
    let words: usize = audit.pages.iter().map(|entry| entry.words).sum();
    let mut states = BTreeMap::<&str, usize>::new();
    for entry in &audit.pages {
        *states.entry(entry.state).or_default() += 1;
    }
    let states: Vec<String> = states.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let _ = writeln!(text, "{} ({}), {words} words\n", pages(audit.pages.len()), states.join(", "));
    let mut owners: Vec<_> = audit
        .owners()
        .into_iter()
        .map(|(owner, entries)| {
            let mut list: Vec<(&Todo, &Entry)> = entries.iter().flat_map(|entry| entry.to_do.iter().map(|todo| (todo, *entry))).collect();
            list.sort_by(|a, b| (a.0.urgency, &a.1.file, a.0).cmp(&(b.0.urgency, &b.1.file, b.0)));
            (owner, entries, list)
        })
        .collect();
    owners.sort_by_key(|(_, _, list)| list.first().map_or(u8::MAX, |(todo, _)| todo.urgency));
    let (busy, idle): (Vec<_>, Vec<_>) = owners.into_iter().partition(|(_, _, list)| !list.is_empty());
    for (owner, entries, list) in &busy {
        let _ = writeln!(text, "{owner}: {}, {} to do", pages(entries.len()), list.len());
        for (todo, entry) in list {
            let _ = writeln!(text, "  {:<12} {}\n  {:<12} {}", todo.kind, entry.file, "", todo.what);
        }
        text.push('\n');
    }
    if !idle.is_empty() {
        let list: Vec<String> = idle.iter().map(|(owner, entries, _)| format!("{owner} ({})", pages(entries.len()))).collect();
        let _ = writeln!(text, "Nothing to do: {}", list.join(", "));
    }
    if !audit.unused_files.is_empty() {
        let _ = writeln!(text, "\nFiles that no page shows or offers:");
        for file in &audit.unused_files {
            let _ = writeln!(text, "  {file}");
        }
    }
    text
}

pub fn pages(count: usize) -> String {
    format!("{count} {}", if count == 1 { "page" } else { "pages" })
}
