//! The command line: arguments in, words and an exit code out. The only room that prints, reads the clock and the environment.
//! 0: done; 1: faults in the content; 2: the environment failed, or the command cannot be understood.

mod args;
mod audit;
mod build;
mod check;
mod completions;
mod explain;
mod export;
mod import;
mod init;
mod man;
mod mv;
mod new;
mod output;
mod pandoc;
mod progress;
mod search;
mod serve;
mod types;

use std::ffi::OsString;
use std::sync::Arc;

use clap::Parser;

use args::{Args, Command};
use output::Output;

/// Runs one command and gives its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are answers, not faults; clap knows which stream each belongs to.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return code;
        }
    };
    let output = Arc::new(Output::new(&args.global));
    if let Err(failure) = args.knows_its_format() {
        output.failure(&failure);
        return 2;
    }
    let done = match &args.command {
        Some(Command::Build(options)) => build::run(options, &output),
        Some(Command::Check(options)) => check::run(options, &output),
        Some(Command::Serve(options)) => serve::run(options, &output),
        Some(Command::Search(options)) => search::run(options, &output),
        Some(Command::Export(options)) => export::run(options, &output),
        Some(Command::New(options)) => new::run(options, &output),
        Some(Command::Mv(options)) => mv::run(options, &output),
        Some(Command::Import(options)) => import::run(options, &output),
        Some(Command::Init(options)) => init::run(options, &output),
        Some(Command::Types(options)) => types::run(options, &output),
        Some(Command::Completions(options)) => Ok(completions::run(options, &output)),
        Some(Command::Man(options)) => man::run(options, &output),
        Some(Command::Audit(options)) => audit::run(options, &output),
        Some(Command::Explain(options)) => explain::run(options, &output),
        None => {
            output.data(&args::help());
            return 0;
        }
    };
    match done {
        Ok(code) => code,
        Err(failure) => {
            output.failure(&failure);
            2
        }
    }
}
