//! `almoner serve`.

use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::args::{Included, Serve};
use super::output::{Output, env, moment};
use crate::build::shown;
use crate::diagnostic::{Diagnostics, Failure};
use crate::release::Include;
use crate::serve::{self, Clock, Redrawn, ServeRequest, Tell, Told};

/// Where a hub is served unless another port is asked for, and how many of the next will do when it is taken.
const PORT: u16 = 4000;
const OTHERS: u16 = 9;

/// How programs end that somebody interrupted, as shells count it.
const INTERRUPTED: i32 = 130;
const TERMINATED: i32 = 143;

pub fn run(options: &Serve, output: &Arc<Output>) -> Result<i32, Failure> {
    // Heard from the start: whoever stops the program while it reads must not be passed over.
    let signals = Signals::new()?;
    let started = Timestamp::now();
    let is_fixed = options.moment.as_of.is_some() || env("SOURCE_DATE_EPOCH").is_some();
    let as_of = if is_fixed { Some(moment(options.moment.as_of.as_deref(), &TimeZone::UTC)?) } else { None };
    let include = match options.include.as_slice() {
        // Of another moment the public site is meant; of this one, what its editors are at.
        [] if options.moment.as_of.is_some() => Include::default(),
        [] => Include::EVERYTHING,
        asked => Included::of(asked),
    };
    let (port, others) = options.port.map_or((PORT, OTHERS), |port| (port, 0));
    let request = ServeRequest { hub: options.hub.clone(), include, as_of, port, others };
    let clock: Clock = Arc::new(Timestamp::now);
    let teller = output.clone();
    let tell: Tell = Arc::new(move |at, told| say(&teller, &at, &told));
    let server = serve::start(&request, clock, tell)?;
    let address = format!("http://{}/", server.address());
    if options.port.is_none() && server.address().port() != PORT {
        output.say(&format!("  port {PORT} is taken"));
    }
    let size = server.size();
    if let Some((pages, references)) = size {
        output.say(&format!("  built     {pages} pages, {references} references in {}", shown(since(started))));
    }
    output.say(&format!("  ready     {address}"));
    if include.is_preview() {
        output.say("            drafts and embargoed pages are shown here, marked; they are not in `almoner build`");
    } else {
        output.say("            what is public is shown, and nothing else");
    }
    output.say(&format!("  watching  {}; press Ctrl-C to stop", options.hub));
    if options.open && size.is_some() {
        open(&address, output);
    }
    let code = signals.wait();
    server.stop();
    output.say(&format!("stopped after {}", spell(since(started))));
    Ok(code)
}

fn since(then: Timestamp) -> Duration {
    Timestamp::now().duration_since(then).try_into().unwrap_or_default()
}

/// One line a change, and in full what is newly wrong.
fn say(output: &Output, at: &jiff::Zoned, told: &Told) {
    let now = at.strftime("%H:%M:%S").to_string();
    match told {
        Told::Redrawn(Redrawn { files, alone, fixed, took }) => {
            let what = match (fixed, alone) {
                (true, _) => "fixed",
                (false, true) => "redrawn",
                (false, false) => "whole hub redrawn",
            };
            output.say(&format!("{now}  {:<44}  {what}  {}", named(files), shown(*took)));
        }
        Told::Faults { files, new, errors, took } => {
            let mut all = Diagnostics::new();
            all.extend(new.iter().cloned());
            let what = match (new.is_empty(), *errors) {
                (true, 1) => "still 1 error".to_owned(),
                (true, errors) => format!("still {errors} errors"),
                (false, 0) => output.counts(&all).trim_start_matches("0 errors, ").to_owned(),
                (false, _) => format!("{} (shown in the browser; the last good page is kept)", output.counts(&all)),
            };
            output.say(&format!("{now}  {:<44}  {what}  {}", named(files), shown(*took)));
            output.diagnostics(new);
        }
        Told::Unreadable(failure) | Told::Unwatched(failure) => output.failure(failure),
    }
}

fn named(files: &[camino::Utf8PathBuf]) -> String {
    match files {
        [] => "the clock".to_owned(),
        [file] => file.to_string(),
        [file, rest @ ..] => format!("{file} and {} more", rest.len()),
    }
}

/// Opens the browser, where there is one: not in a pipeline, and not where nobody looks.
fn open(address: &str, output: &Output) {
    let has_display = cfg!(target_os = "macos") || env("DISPLAY").is_some() || env("WAYLAND_DISPLAY").is_some();
    if env("CI").is_some() || !has_display || !std::io::stderr().is_terminal() {
        output.say("  no browser was opened: there is no display here");
        return;
    }
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    #[expect(clippy::disallowed_methods, reason = "asked for by `--open`; a build runs no program")]
    let started = std::process::Command::new(opener)
        .arg(address)
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn();
    match started {
        // It is waited for, so that nothing is left of it while the server runs.
        Ok(mut child) => drop(std::thread::spawn(move || child.wait())),
        Err(error) => output.say(&format!("  no browser was opened: {opener}: {error}")),
    }
}

/// `3 min 12 s`
fn spell(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s} s"),
        (h, m, _) => format!("{h} h {m} min"),
    }
}

/// Ctrl-C, and what a service manager sends.
struct Signals {
    runtime: tokio::runtime::Runtime,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn new() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let failed = |error| Failure::io("serve", "listen for Ctrl-C", &error);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let entered = runtime.enter();
        let (interrupt, terminate) = (signal(SignalKind::interrupt()).map_err(failed)?, signal(SignalKind::terminate()).map_err(failed)?);
        drop(entered);
        Ok(Signals { runtime, terminate, interrupt })
    }

    #[cfg(unix)]
    fn wait(mut self) -> i32 {
        self.runtime.block_on(async {
            tokio::select! {
                _ = self.interrupt.recv() => INTERRUPTED,
                _ = self.terminate.recv() => TERMINATED,
            }
        })
    }

    #[cfg(not(unix))]
    fn new() -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map(|runtime| Signals { runtime }).map_err(|error| Failure::io("serve", "listen for Ctrl-C", &error))
    }

    #[cfg(not(unix))]
    fn wait(self) -> i32 {
        let _ = self.runtime.block_on(tokio::signal::ctrl_c());
        INTERRUPTED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spelt_in_two_units() {
        assert_eq!(spell(Duration::from_secs(41)), "41 s");
        assert_eq!(spell(Duration::from_secs(192)), "3 min 12 s");
        assert_eq!(spell(Duration::from_secs(7500)), "2 h 5 min");
    }
}
