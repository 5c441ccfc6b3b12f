//! `almoner mv`.

use serde_json::json;

use super::args::{Format, Move};
use super::output::{Output, Stopwatch, amount, moment};
use crate::build::{self, MoveRequest, Moved};
use crate::diagnostic::Failure;

/// Repairs shown before the rest is only counted.
const SHOWN: usize = 20;

pub fn run(options: &Move, output: &Output) -> Result<i32, Failure> {
    let request = MoveRequest {
        hub: options.hub.clone(),
        old: options.old.clone(),
        new: options.new.clone(),
        as_of: moment(None, &jiff::tz::TimeZone::UTC)?,
        dry_run: options.dry_run,
    };
    let outcome = build::mv(&request, &mut Stopwatch::new(output))?;
    let Some(moved) = &outcome.made else {
        if output.format == Format::Json {
            output.data(&json!({ "moved": false, "errors": outcome.diagnostics.iter().count() }).to_string());
        }
        output.diagnostics(&outcome.diagnostics.clone().sorted());
        output.say("Nothing was moved: what these faults hide, or what would be at fault afterwards, is to be mended first.");
        return Ok(1);
    };
    if output.format == Format::Json {
        output.data(&as_json(moved, options.dry_run).to_string());
    } else {
        report(moved, options, output);
    }
    Ok(0)
}

fn report(moved: &Moved, options: &Move, output: &Output) {
    let Moved { asked, plan } = moved;
    output.say(&format!("{} {} to {}", if options.dry_run { "Would move" } else { "Moved" }, asked.from, asked.to));
    let lines = plan.changes.iter().flat_map(|change| change.lines.iter().map(move |(line, old, new)| (&change.path, line, old, new)));
    let all: Vec<String> = lines
        .map(
            |(path, line, old, new)| {
                if old.is_empty() { format!("  {path}:{line}  {new}") } else { format!("  {path}:{line}  {old} → {new}") }
            },
        )
        .collect();
    let shown = if output.all { all.len() } else { SHOWN };
    all.iter().take(shown).for_each(|line| output.say(line));
    if all.len() > shown {
        output.say(&format!("  … and {} more; `--all` shows them", all.len() - shown));
    }
    for change in plan.changes.iter().filter(|change| change.before.is_none()) {
        output.say(&format!("  {}  a redirect for the list of the folder", change.path));
    }
    let files = plan.changes.iter().filter(|change| change.lines.iter().any(|(_, old, _)| !old.is_empty())).count();
    output.say(&format!("{} repaired in {}", amount(plan.repaired, "mention"), amount(files, "file")));
    for address in &plan.aliases {
        output.say(&format!("{address} {}", if options.dry_run { "would lead on" } else { "leads on" }));
    }
    if options.dry_run {
        output.say("Nothing was changed.");
    } else {
        output.say(&format!("Git sees a rename once all of it is added: git add -A {}", options.hub));
    }
}

fn as_json(moved: &Moved, dry_run: bool) -> serde_json::Value {
    let change = |change: &crate::rename::Change| {
        let lines: Vec<_> = change.lines.iter().map(|(line, old, new)| json!({ "line": line, "old": old, "new": new })).collect();
        json!({ "file": change.path, "is_new": change.before.is_none(), "lines": lines })
    };
    json!({
        "moved": !dry_run,
        "from": moved.asked.from,
        "to": moved.asked.to,
        "repaired": moved.plan.repaired,
        "aliases": moved.plan.aliases,
        "files": moved.plan.changes.iter().map(change).collect::<Vec<_>>(),
    })
}
