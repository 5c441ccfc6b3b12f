//! `almoner audit`.

use super::args::{Audit, Format};
use super::output::{Output, Stopwatch, moment};
use crate::build::{self, Outcome};
use crate::diagnostic::{Failure, Severity};
use crate::publish::fresh;

pub fn run(options: &Audit, output: &Output) -> Result<i32, Failure> {
    let mut watch = Stopwatch::new(output);
    let as_of = moment(options.moment.as_of.as_deref(), &jiff::tz::TimeZone::UTC)?;
    let Outcome { made, diagnostics } = build::audit(&options.hub, as_of, &mut watch)?;
    let Some(mut audit) = made else {
        output.diagnostics(&diagnostics.sorted());
        return Ok(1);
    };
    if let Some(owner) = &options.owner {
        let known: Vec<String> = audit.owners().keys().map(|name| (*name).to_owned()).collect();
        audit = audit.of_owner(owner);
        if audit.pages.is_empty() {
            return Err(Failure::new(owner, "`--owner`: nobody of this name owns a page", format!("the owners are: {}", known.join(", "))));
        }
    }
    let report = match output.format {
        Format::Json => audit.json(),
        Format::Csv => audit.csv(),
        Format::Html => audit.html(),
        Format::Ics => audit.ics(),
        _ => audit.text(),
    };
    match &options.output {
        Some(path) => {
            fresh::write_report(path, &report.text, report.mark, &options.hub)?;
            output.note(&format!("Wrote {path}. It is for the people who keep the hub: put it where only they can read it."));
        }
        None if output.format == Format::Text => output.data(&output.lines(&report.text)),
        None => output.data(&report.text),
    }
    let errors = diagnostics.count(Severity::Error);
    if errors > 0 {
        output.note(&format!("{errors} faults stop a build, so this may not be all: run `almoner check {}` first.", options.hub));
    }
    Ok(0)
}
