//! Everything that is printed: data on standard output, everything else on standard error.

use std::io::{IsTerminal, Write};
use std::time::Instant;

use indicatif::ProgressBar;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::args::{Colour, Format, Global};
use super::progress;
use crate::build::{Watch, shown};
use crate::diagnostic::{Diagnostic, Diagnostics, Failure, Severity, terminal};
use crate::load::instant;

#[derive(Debug)]
pub struct Output {
    pub format: Format,
    pub quiet: bool,
    pub all: bool,
    colour: bool,
    colour_of_data: bool,
    progress: ProgressBar,
}

/// Diagnostics shown before the rest is only counted: nobody reads the two hundredth.
const SHOWN: usize = 20;

impl Output {
    pub fn new(global: &Global) -> Self {
        let terminal = std::io::stderr().is_terminal();
        // The form of an export is that of its files; what is said of it is text.
        let format = global.format.filter(|format| *format != Format::Opensearch).unwrap_or(Format::Text);
        let shows_progress = terminal && !global.quiet && format == Format::Text && env("TERM").as_deref() != Some("dumb");
        Output {
            format,
            quiet: global.quiet,
            all: global.all,
            colour: colours(global.color, terminal),
            colour_of_data: colours(global.color, std::io::stdout().is_terminal()),
            progress: if shows_progress { progress::later() } else { ProgressBar::hidden() },
        }
    }

    /// What the command was asked for. A reader that has gone away is no fault.
    pub fn data(&self, text: &str) {
        self.progress.finish_and_clear();
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes());
        if !text.ends_with('\n') {
            let _ = out.write_all(b"\n");
        }
        let _ = out.flush();
    }

    /// What happened, for people.
    pub fn say(&self, text: &str) {
        if !self.quiet && self.format == Format::Text {
            self.warn(text);
        }
    }

    /// The same beside data of any form, for which standard output is kept.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.warn(text);
        }
    }

    /// Words of the hub in lines, for the terminal.
    pub fn lines(&self, text: &str) -> String {
        terminal::visible_lines(text)
    }

    fn warn(&self, text: &str) {
        self.progress.finish_and_clear();
        let _ = writeln!(std::io::stderr().lock(), "{}", terminal::visible_lines(text));
    }

    pub fn failure(&self, failure: &Failure) {
        if self.format == Format::Json {
            let object = serde_json::json!({ "failure": { "path": failure.path, "what": failure.what, "advice": failure.advice } });
            self.data(&object.to_string());
        }
        self.progress.finish_and_clear();
        let _ = writeln!(std::io::stderr().lock(), "error: {}", terminal::visible_lines(&failure.to_string()));
    }

    /// The faults of a run for people, the worst news last, where the eye is.
    pub fn diagnostics(&self, sorted: &[Diagnostic]) {
        let shown: Vec<Diagnostic> = sorted.iter().filter(|d| !self.quiet || d.severity == Severity::Error).cloned().collect();
        if shown.is_empty() {
            return;
        }
        self.progress.finish_and_clear();
        let limit = if self.all { None } else { Some(SHOWN) };
        let text = terminal::render(&shown, terminal::Options { colour: self.colour, limit });
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Words of the hub for the terminal: nothing in them steers it.
    pub fn plain(&self, text: &str) -> String {
        terminal::visible_lines(text).replace('\n', " ")
    }

    /// The same for a word that was asked for.
    pub fn marked(&self, text: &str) -> String {
        let plain = self.plain(text);
        if self.colour_of_data { format!("\x1b[1m{plain}\x1b[0m") } else { format!("*{plain}*") }
    }

    /// `3 errors, 1 warning`.
    pub fn counts(&self, diagnostics: &Diagnostics) -> String {
        let count = |severity, one: &str| {
            let n = diagnostics.count(severity);
            format!("{n} {one}{}", if n == 1 { "" } else { "s" })
        };
        format!("{}, {}", count(Severity::Error, "error"), count(Severity::Warning, "warning"))
    }
}

/// `1 file`, `2 files`.
pub fn amount(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

pub fn env(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
    std::env::var(name).ok()
}

/// The moment that a command is for: what was asked for, or what a reproducible build says, or now.
pub fn moment(asked: Option<&str>, hub_zone: &TimeZone) -> Result<Timestamp, Failure> {
    if let Some(asked) = asked {
        return instant::instant(asked, hub_zone)
            .map_err(|fault| Failure::new(asked, format!("`--as-of`: {}", fault.message), fault.help.join("; ")));
    }
    if let Some(epoch) = env("SOURCE_DATE_EPOCH") {
        let seconds = epoch.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        return seconds.ok_or_else(|| {
            Failure::new("SOURCE_DATE_EPOCH", format!("`{epoch}` is no number of seconds since 1970"), "correct the variable, or unset it")
        });
    }
    Ok(Timestamp::now())
}

/// Whether to colour: what was asked for, or what the surroundings say of a stream that is a terminal or none.
fn colours(asked: Colour, terminal: bool) -> bool {
    let is_set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    match asked {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto if is_set("NO_COLOR") => false,
        Colour::Auto if env("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0") => true,
        Colour::Auto => terminal && env("CLICOLOR").as_deref() != Some("0") && env("TERM").as_deref() != Some("dumb"),
    }
}

/// Collects how long each stage took, and says meanwhile how far the work is.
pub struct Stopwatch {
    progress: ProgressBar,
    last: Instant,
    pub started: Instant,
    pub stages: Vec<(&'static str, String, f64)>,
}

impl Stopwatch {
    pub fn new(output: &Output) -> Self {
        let now = Instant::now();
        Stopwatch { progress: output.progress.clone(), last: now, started: now, stages: Vec::new() }
    }

    pub fn lines(&self) -> String {
        let line = |(name, what, seconds): &(&str, String, f64)| {
            format!("  {name:<9} {what:<62} {:>8}", shown(std::time::Duration::from_secs_f64(*seconds)))
        };
        self.stages.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl Watch for Stopwatch {
    fn stage(&mut self, name: &'static str, what: String) {
        let now = Instant::now();
        self.progress.set_message(format!("{name}: {what}"));
        self.stages.push((name, what, (now - self.last).as_secs_f64()));
        self.last = now;
    }
}
