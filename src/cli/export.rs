//! `almoner export`.

use serde_json::{Value, json};

use super::args::{Export, Format, Included};
use super::output::{Output, Stopwatch, moment};
use crate::build::{self, ExportRequest};
use crate::diagnostic::{Failure, Severity, json as diagnostic_json};
use crate::index;

pub fn run(options: &Export, output: &Output) -> Result<i32, Failure> {
    if !index::sound_name(&options.index) {
        let advice = "use small letters, digits and `-_.`, and begin with a letter or digit";
        return Err(Failure::new(&options.index, "`--index`: this is no name of an index", advice));
    }
    let mut watch = Stopwatch::new(output);
    let request = ExportRequest {
        hub: options.hub.clone(),
        output: options.output.clone(),
        name: options.index.clone(),
        as_of: moment(options.moment.as_of.as_deref(), &jiff::tz::TimeZone::UTC)?,
        include: Included::of(&options.include),
    };
    let outcome = build::export(&request, &mut watch)?;
    let made = match &outcome.made {
        Some(Some(made)) => Some(made),
        Some(None) => {
            return Err(Failure::new(&options.hub, "this hub has no search of its own", "take `search: false` from its `hub.yaml`"));
        }
        None => None,
    };
    let faults = outcome.diagnostics.clone().sorted();
    if output.format == Format::Json {
        let found: Value = serde_json::from_str(&diagnostic_json::render(&faults)).expect("our own JSON is sound");
        let mut object = json!({
            "exported": made.is_some(),
            "errors": outcome.diagnostics.count(Severity::Error),
            "warnings": outcome.diagnostics.count(Severity::Warning),
            "seconds": watch.started.elapsed().as_secs_f64(),
            "diagnostics": found["diagnostics"],
        });
        if let Some((exported, published)) = made {
            object["index"] = json!(options.index);
            object["pages"] = json!(exported.pages);
            object["bulk_files"] = json!(exported.bulk_files);
            object["files"] = json!(published.files);
            object["bytes"] = json!(published.bytes);
            object["unchanged"] = json!(published.unchanged);
        }
        output.data(&object.to_string());
    } else {
        output.diagnostics(&faults.into_iter().filter(|fault| fault.severity == Severity::Error).collect::<Vec<_>>());
        match made {
            Some((exported, published)) => {
                let plural = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
                let (pages, files) = (plural(exported.pages, "page"), plural(exported.bulk_files, "file"));
                let same = if published.unchanged { ", as they were" } else { "" };
                output
                    .say(&format!("Exported {pages} for the index `{}` to {}: {files} for `_bulk`{same}.", options.index, options.output));
                output.say(&format!("{} says how to load them.", options.output.join("README.txt")));
            }
            None => output.say(&format!("{}: nothing was written, and the last export is as it was", output.counts(&outcome.diagnostics))),
        }
    }
    Ok(i32::from(made.is_none()))
}
