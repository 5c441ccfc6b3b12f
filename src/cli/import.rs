//! `almoner import`.

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::json;

use super::args::{Format, From, Import};
use super::output::{Output, Stopwatch, amount, moment};
use super::pandoc::Pandoc;
use crate::build::{self, Watch};
use crate::diagnostic::{Failure, Severity};
use crate::import::report::{Matter, Report, list};
use crate::import::site::Generator;
use crate::import::{self, HUB, Imported, REPORT, Request, UNREAD, word};
use crate::load::foreign;
use crate::load::hub::sound_base_url;
use crate::publish::fresh;

/// Kinds of shortcodes that are named on the screen; the report names all.
const SHOWN: usize = 12;

pub fn run(options: &Import, output: &Output) -> Result<i32, Failure> {
    let mut watch = Stopwatch::new(output);
    let as_of = moment(options.moment.as_of.as_deref(), &jiff::tz::TimeZone::UTC)?;
    let folder = match &options.output {
        Some(folder) => folder.clone(),
        None => named_after(&options.dir)?,
    };
    check_place(&folder, &options.dir)?;
    let asked = options.from.map(|from| match from {
        From::Hugo => Generator::Hugo,
        From::Jekyll => Generator::Jekyll,
        From::Zola => Generator::Zola,
    });
    if let Some(url) = options.base_url.as_deref().filter(|url| sound_base_url(url).is_none()) {
        return Err(Failure::new(url, "`--base-url`: this is no address of a site", "write it as in `https://hub.example.org`"));
    }
    let request = Request { from: options.dir.clone(), asked, base_url: options.base_url.clone(), as_of };
    let documents = if asked.is_none() { word::documents(&options.dir)? } else { Vec::new() };
    let Imported { files, report } = if documents.is_empty() {
        import::import(&request)?
    } else {
        let pandoc = Pandoc::find()?;
        word::import(&documents, &|document, bytes| pandoc.markdown(document, bytes))?
    };
    watch.stage("import", format!("{} pages", report.pages));
    fresh::write_folder(&folder, &files)?;
    watch.stage("write", format!("{} files", files.len()));
    // The proof: what was written is read and checked as any hub is.
    let hub = folder.join(HUB);
    let checked = build::check(&hub, as_of, &mut watch)?.diagnostics;
    let (errors, warnings) = (checked.count(Severity::Error), checked.count(Severity::Warning));
    let unread = report.of(Matter::File).count();
    if output.format == Format::Json {
        let kinds = |matter| {
            let tallies = report.tallies(matter).into_iter();
            tallies.map(|tally| json!({ "kind": tally.kind, "count": tally.count, "became": pairs(&tally.became) })).collect::<Vec<_>>()
        };
        let mut object = serde_json::to_value(&report).expect("a report is plain data");
        object["folder"] = json!(folder);
        object["hub"] = json!(hub);
        object["shortcodes"] = json!(kinds(Matter::Shortcode));
        object["html"] = json!(kinds(Matter::Html));
        object["errors"] = json!(errors);
        object["warnings"] = json!(warnings);
        object["seconds"] = json!(watch.started.elapsed().as_secs_f64());
        output.data(&object.to_string());
    } else {
        let sorted = checked.clone().sorted();
        output.diagnostics(&sorted.into_iter().filter(|fault| fault.severity == Severity::Error).collect::<Vec<_>>());
        output.say(&summary(&report, &options.dir, &folder));
        output.say(&format!("\nChecked as a hub: {}.", output.counts(&checked)));
        output.say(&next(&report, &folder, errors, warnings, unread));
    }
    let faulty = report.of(Matter::File).any(|finding| finding.kind == UNREAD);
    Ok(i32::from(errors > 0 || faulty))
}

fn pairs(became: &[(&str, usize)]) -> serde_json::Map<String, serde_json::Value> {
    became.iter().map(|(what, count)| ((*what).to_owned(), json!(count))).collect()
}

/// `old-site-hub`, in the folder where the command is given.
fn named_after(dir: &Utf8Path) -> Result<Utf8PathBuf, Failure> {
    let real = foreign::real(dir)?;
    let named = match real.file_name() {
        // The folder of pages is called after its site.
        Some("content") => real.parent().and_then(Utf8Path::file_name),
        _ => real.file_stem(),
    };
    let name =
        named.ok_or_else(|| Failure::new(dir, "the new hub cannot be named after this folder", "name its folder with `--output`"))?;
    Ok(format!("{name}-hub").into())
}

/// The new hub lies neither inside what is imported nor around it.
fn check_place(folder: &Utf8Path, dir: &Utf8Path) -> Result<(), Failure> {
    if !fresh::is_free(folder)? {
        return Err(Failure::new(folder, "this folder is not empty", "name a folder that does not exist yet with `--output`"));
    }
    let old = foreign::real(dir)?;
    let above = folder.ancestors().skip(1).map(|above| if above.as_str().is_empty() { Utf8Path::new(".") } else { above });
    let above = above.map(foreign::real).find_map(Result::ok);
    if above.is_some_and(|above| above.starts_with(&old)) {
        return Err(Failure::new(folder, "the new hub would lie inside the folder that is imported", "name another place with `--output`"));
    }
    Ok(())
}

fn summary(report: &Report, dir: &Utf8Path, folder: &Utf8Path) -> String {
    let is_word = report.source == "Word";
    let what = if is_word { "from Word".to_owned() } else { format!("a {} site, known by {}", report.source, report.sign) };
    let mut lines = vec![format!("Imported {dir}, {what}, into {folder}:"), String::new()];
    let mut line = |name: &str, what: String| lines.push(format!("  {name:<11} {what}"));
    let mut pages = vec![amount(report.pages, "page")];
    let drafts: usize = report.drafts.values().sum();
    for (count, what) in [(drafts, "kept back as drafts"), (report.waiting, "waiting for their day"), (report.ended, "past their last day")]
    {
        if count > 0 {
            pages.push(format!("{count} {what}"));
        }
    }
    line("pages", pages.join(", "));
    if is_word {
        let lost = report.of(Matter::Word).count();
        line("lost", format!("{} that Word has and Markdown has not", amount(lost, "thing")));
        return lines.join("\n");
    }
    line("files", format!("{} that pages show or lead to; {} more stayed where they are", report.files, report.unused_files));
    line("addresses", format!("{} old ones lead on, {} could not be kept", report.aliases, report.of(Matter::Alias).count()));
    line("links", format!("{} lead to their pages, {} lead nowhere", report.links, report.of(Matter::DeadLink).count()));
    for (matter, one) in [(Matter::Shortcode, "shortcodes"), (Matter::Html, "HTML")] {
        let tallies = report.tallies(matter);
        let count: usize = tallies.iter().map(|tally| tally.count).sum();
        if count > 0 {
            let outcomes = report.outcomes(matter);
            line(one, format!("{count} of {}: {}", amount(tallies.len(), "kind"), list(&outcomes)));
        }
    }
    let kinds = report.tallies(Matter::Shortcode);
    if !kinds.is_empty() {
        lines.push(String::new());
        for tally in kinds.iter().take(SHOWN) {
            lines.push(format!("  {:>7}  {:<20} {}", tally.count, tally.kind, list(&tally.became)));
        }
        if kinds.len() > SHOWN {
            let rest: usize = kinds.iter().skip(SHOWN).map(|tally| tally.count).sum();
            lines.push(format!("  {rest:>7}  of {} more", amount(kinds.len() - SHOWN, "kind")));
        }
    }
    lines.join("\n")
}

/// What to do next, the first thing first.
fn next(report: &Report, folder: &Utf8Path, errors: usize, warnings: usize, unread: usize) -> String {
    let hub = folder.join(HUB);
    let mut steps = vec![format!("{} says of everything what became of it and where it was", folder.join(REPORT))];
    if errors > 0 {
        steps.push("mend the errors above: with them the hub does not build; please report them, too".into());
    }
    for what in &report.to_settle {
        steps.push(format!("in {}: {what}", hub.join("hub.yaml")));
    }
    if unread > 0 {
        steps.push(format!("look at the {} that {} not brought over", amount(unread, "file"), if unread == 1 { "was" } else { "were" }));
    }
    let left = report.of(Matter::Shortcode).filter(|finding| finding.became.contains("comment to look at")).count();
    if left > 0 {
        steps.push(format!("search the pages for `<!-- import:`: {} unseen by readers", amount(left, "mark")));
    }
    if warnings > 0 {
        steps.push(format!("almoner check {hub} --all    shows {}", amount(warnings, "warning")));
    }
    steps.push(format!("almoner serve {hub} --open"));
    let steps: Vec<String> = steps.into_iter().enumerate().map(|(index, step)| format!("  {}. {step}", index + 1)).collect();
    format!("\nNext:\n{}", steps.join("\n"))
}
