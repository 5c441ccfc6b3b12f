//! What a run said, as cases write it: a line for each fault with its place and code, and below it what the editor is shown.

use std::fmt::Write as _;

use almoner::diagnostic::{Diagnostic, Diagnostics, Failure, Place, terminal};
use camino::Utf8Path;

/// Every fault, or `nothing`. Paths are shown from `root`.
pub fn lines(root: &Utf8Path, diagnostics: &Diagnostics) -> String {
    let mut text = String::new();
    for fault in diagnostics.clone().sorted() {
        write(&mut text, &fault).expect("a String takes every line");
    }
    if text.is_empty() { "nothing\n".to_owned() } else { plain(root, &text) }
}

pub fn failure(root: &Utf8Path, failure: &Failure) -> String {
    plain(root, &format!("failure {}: {}\n  help  {}\n", failure.path, failure.what, failure.advice))
}

/// Without the temporary folder's name.
pub fn plain(root: &Utf8Path, text: &str) -> String {
    text.replace(&format!("{root}/"), "").replace(root.as_str(), ".")
}

fn write(text: &mut String, fault: &Diagnostic) -> std::fmt::Result {
    let place = &fault.place;
    let visible = |text: &str| terminal::visible_lines(text).replace('\n', "\n        ");
    writeln!(
        text,
        "{}:{}:{} {}[{}] {}",
        terminal::visible_lines(place.file.as_str()),
        place.line,
        place.column,
        fault.severity.name(),
        fault.code,
        visible(&fault.message)
    )?;
    if !place.text.is_empty() {
        writeln!(text, "  at    {}", visible(&pointed(place)))?;
    }
    if !fault.label.is_empty() {
        writeln!(text, "  note  {}", visible(&fault.label))?;
    }
    for help in &fault.help {
        writeln!(text, "  help  {}", visible(help))?;
    }
    for (place, what) in &fault.related {
        writeln!(text, "  also  {}:{}:{} {}", place.file, place.line, place.column, visible(what))?;
    }
    Ok(())
}

/// The letters under the pointer; just behind the end of a line there are none.
fn pointed(place: &Place) -> String {
    let letters: String = place.text.chars().skip(place.column as usize - 1).take(place.width as usize).collect();
    match letters.chars().count() {
        0 => "(the end of the line)".to_owned(),
        1..=72 => letters,
        _ => letters.chars().take(71).chain(['…']).collect(),
    }
}
