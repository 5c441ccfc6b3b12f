//! `almoner completions`.

use clap::CommandFactory;

use super::args::{Args, Completions};
use super::output::Output;

pub fn run(options: &Completions, output: &Output) -> i32 {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Args::command(), "almoner", &mut script);
    output.data(&String::from_utf8_lossy(&script));
    0
}
