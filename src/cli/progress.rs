//! One line that says how far the work is, for whoever waits at a terminal longer than a moment. It leaves nothing behind.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter work is done before a line could be read.
const PATIENCE: Duration = Duration::from_millis(300);

/// A line on standard error that appears only if it is still wanted after a while.
pub fn later() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    bar.set_style(ProgressStyle::with_template("{spinner} {elapsed:>3}  {wide_msg}").expect("a sound template"));
    bar.set_message("load");
    let waiting = bar.downgrade();
    std::thread::spawn(move || {
        std::thread::sleep(PATIENCE);
        if let Some(bar) = waiting.upgrade().filter(|bar| !bar.is_finished()) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
        }
    });
    bar
}
