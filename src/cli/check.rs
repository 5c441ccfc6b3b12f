//! `almoner check`.

use camino::Utf8PathBuf;

use super::args::{Check, Denied, Format};
use super::output::{Output, Stopwatch, amount, moment};
use crate::build;
use crate::diagnostic::{Diagnostic, Failure, Place, Severity, github, json, sarif};

pub fn run(options: &Check, output: &Output) -> Result<i32, Failure> {
    let mut watch = Stopwatch::new(output);
    let as_of = moment(options.moment.as_of.as_deref(), &jiff::tz::TimeZone::UTC)?;
    let outcome = build::check(&options.hub, as_of, &mut watch)?;
    let denied = options.deny == Some(Denied::Warnings) && outcome.diagnostics.count(Severity::Warning) > 0;
    let failed = outcome.diagnostics.has_errors() || denied;
    let sorted = outcome.diagnostics.clone().sorted();
    match output.format {
        Format::Json => output.data(&json::render(&sorted)),
        Format::Sarif => output.data(&sarif::render(&seen_from_here(sorted))),
        Format::Github => output.data(&github::render(&seen_from_here(sorted))),
        _ => {
            output.diagnostics(&sorted);
            if let Some(checked) = &outcome.made {
                let drafts = if checked.drafts == 1 { "draft" } else { "drafts" };
                let withheld = format!("{} {drafts}, {} embargoed", checked.drafts, checked.embargoed);
                output.say(&format!(
                    "Checked {} ({withheld} besides) against {}: {}, {}, {}, {}",
                    amount(checked.pages, "public page"),
                    amount(checked.types, "type"),
                    amount(checked.links, "reference"),
                    amount(checked.citations, "citation"),
                    amount(checked.figures, "figure"),
                    amount(checked.files, "file")
                ));
            }
            let verdict = if denied && !outcome.diagnostics.has_errors() { ", and warnings are denied" } else { "" };
            output.say(&format!("{}{verdict}   {}", output.counts(&outcome.diagnostics), build::shown(watch.started.elapsed())));
            let worst = sorted.iter().min_by_key(|fault| fault.severity);
            if let Some(fault) = worst.filter(|fault| fault.severity != Severity::Advice) {
                output.say(&format!("`almoner explain {}` says more, as it does of every code in square brackets.", fault.code));
            }
        }
    }
    Ok(i32::from(failed))
}

/// Code hosts know files by their path below the folder in which a step runs, however the hub was named.
fn seen_from_here(mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let Some(here) = std::env::current_dir().ok().and_then(|here| Utf8PathBuf::from_path_buf(here).ok()) else { return faults };
    let shorten = |place: &mut Place| {
        if let Ok(below) = place.file.strip_prefix(&here) {
            place.file = below.to_owned();
        }
    };
    for fault in &mut faults {
        shorten(&mut fault.place);
        fault.related.iter_mut().for_each(|(place, _)| shorten(place));
    }
    faults
}
