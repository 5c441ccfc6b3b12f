//! `almoner build`.

use serde_json::json;

use super::args::{Build, Format, Included};
use super::output::{Output, Stopwatch, moment};
use crate::build::{self, BuildRequest, Built};
use crate::diagnostic::{Diagnostics, Failure, Severity, json as diagnostic_json};
use crate::load::hub::sound_base_url;
use crate::load::published::NAME as PUBLISHED;

pub fn run(options: &Build, output: &Output) -> Result<i32, Failure> {
    let mut watch = Stopwatch::new(output);
    let base_url =
        match &options.base_url {
            Some(url) => Some(sound_base_url(url).ok_or_else(|| {
                Failure::new(url, "`--base-url`: this is no address of a site", "write it as in `https://hub.example.org`")
            })?),
            None => None,
        };
    let beside = options.hub.canonicalize_utf8().unwrap_or_else(|_| options.hub.clone());
    let request = BuildRequest {
        output: options.output.clone().unwrap_or_else(|| match (options.hub.parent(), beside.parent()) {
            (Some(parent), _) if !parent.as_str().is_empty() || !options.hub.as_str().starts_with('.') => parent.join("public"),
            (_, Some(parent)) => parent.join("public"),
            _ => "public".into(),
        }),
        hub: options.hub.clone(),
        base_url,
        as_of: moment(options.moment.as_of.as_deref(), &jiff::tz::TimeZone::UTC)?,
        include: Included::of(&options.include),
        sync: options.sync,
    };
    let outcome = build::build(&request, &mut watch)?;
    if let Some(built) = outcome.made.as_ref().filter(|_| options.record) {
        build::record(&request.hub, &built.record)?;
    }
    let seconds = watch.started.elapsed().as_secs_f64();
    if output.format == Format::Json {
        output.data(&as_json(&outcome.made, &outcome.diagnostics, &watch, seconds).to_string());
    } else {
        // Advice is for those who ask: `check` gives it.
        let found = outcome.diagnostics.clone().sorted().into_iter().filter(|fault| fault.severity != Severity::Advice);
        output.diagnostics(&found.collect::<Vec<_>>());
        match &outcome.made {
            Some(built) => report(output, &request, built, &outcome.diagnostics, &watch, options),
            None => output.say(&format!("{}: nothing was written, and the last output is as it was", output.counts(&outcome.diagnostics))),
        }
    }
    Ok(if outcome.made.is_some() { 0 } else { 1 })
}

fn report(output: &Output, request: &BuildRequest, built: &Built, diagnostics: &Diagnostics, watch: &Stopwatch, options: &Build) {
    output.say(&watch.lines());
    let published = &built.published;
    output.say(&format!("  site      {}  {} files, {}", request.output, published.files, size(published.bytes)));
    if let Some((address, bytes)) = &built.drawn.heaviest {
        output.say(&format!("  heaviest  {address}  {} of HTML", size(*bytes as u64)));
    }
    if published.unchanged {
        output.say("  nothing changed since the last build, so the output was left alone");
    }
    if let Some(left) = &published.left_over {
        output.say(&format!("  the last output could not be cleared away whole: see {left}"));
    }
    if options.record {
        let record = &built.record;
        output.say(&format!("  record    {}  {} addresses, {} of them new", request.hub.join(PUBLISHED), record.list.len(), record.added));
    }
    match &built.next_change {
        Some(next) => {
            let at = next.at.to_zoned(built.zone.clone());
            output.say(&format!(
                "  next      the public site changes on {}: {} ({})",
                at.strftime("%-d %B %Y at %H:%M %Z"),
                next.why,
                next.file
            ));
        }
        None => output.say("  next      nothing in the hub is due to change the public site by itself"),
    }
    if options.timings {
        let list = watch.stages.iter().map(|(name, _, seconds)| format!("{name}={:.1}ms", seconds * 1e3));
        output.say(&format!("  timings   {}", list.collect::<Vec<_>>().join(" ")));
    }
    output.say(&format!("Done in {}. {}.", build::shown(watch.started.elapsed()), output.counts(diagnostics)));
}

fn size(bytes: u64) -> String {
    if bytes < 1_000_000 { format!("{:.1} kB", bytes as f64 / 1e3) } else { format!("{:.1} MB", bytes as f64 / 1e6) }
}

fn as_json(made: &Option<Built>, diagnostics: &Diagnostics, watch: &Stopwatch, seconds: f64) -> serde_json::Value {
    let found: serde_json::Value =
        serde_json::from_str(&diagnostic_json::render(&diagnostics.clone().sorted())).expect("our own JSON is sound");
    let stages: serde_json::Map<_, _> = watch.stages.iter().map(|(name, _, seconds)| ((*name).to_owned(), json!(seconds))).collect();
    let mut object = json!({
        "built": made.is_some(),
        "errors": diagnostics.count(Severity::Error),
        "warnings": diagnostics.count(Severity::Warning),
        "seconds": seconds,
        "stages": stages,
        "diagnostics": found["diagnostics"],
    });
    if let Some(built) = made {
        object["pages"] = json!(built.drawn.pages);
        object["lists"] = json!(built.drawn.lists);
        object["files"] = json!(built.published.files);
        object["bytes"] = json!(built.published.bytes);
        object["written"] = json!(built.published.written);
        object["unchanged"] = json!(built.published.unchanged);
        object["search"] =
            json!(built.indexed.as_ref().map(|index| json!({ "pages": index.pages, "files": index.files, "bytes": index.bytes })));
        object["offline"] =
            json!(built.offered.as_ref().map(|copy| json!({ "files": copy.files, "bytes": copy.bytes, "transferred": copy.transferred })));
        object["drafts"] = json!(built.drafts);
        object["embargoed"] = json!(built.embargoed);
        object["heaviest_page"] = json!(built.drawn.heaviest.as_ref().map(|(address, bytes)| json!({ "url": address, "bytes": bytes })));
        object["addresses"] = json!({ "published": built.record.list.len(), "new": built.record.added });
        object["next_change_at"] = json!(built.next_change.as_ref().map(|next| next.at.to_string()));
    }
    object
}
