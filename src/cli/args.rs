//! What may be written on the command line.

use camino::Utf8PathBuf;
use clap::{Args as ClapArgs, CommandFactory, Parser, Subcommand, ValueEnum};

#[derive(Debug, Parser)]
#[command(name = "almoner", version, about = "Turns a folder of Markdown into the public knowledge hub of a college", after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXAMPLES: &str = "Examples:
  almoner build                        builds the hub in `content` into `public`
  almoner check my-hub --deny warnings  finds every fault and fails on any";

/// What `almoner` without a command says.
pub fn help() -> String {
    Args::command().render_help().to_string()
}

#[derive(Debug, ClapArgs)]
pub struct Global {
    /// For people or for programs; `check` also knows sarif and github, `types` also table and json-schema
    #[arg(long, global = true, value_name = "FORM")]
    pub format: Option<Format>,
    /// Say only what went wrong
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Show every fault instead of the first twenty
    #[arg(long, global = true)]
    pub all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Sarif,
    Github,
    Table,
    JsonSchema,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the public site
    #[command(after_help = "Examples:
  almoner build                                            the hub in `content`, into `public`
  almoner build my-hub --as-of 2026-12-01T09:00:00Z        the site as it will be at that moment")]
    Build(Build),
    /// Find every fault, in what is public and in what will be
    #[command(after_help = "Examples:
  almoner check
  almoner check --format github --deny warnings            as a step of a pull request")]
    Check(Check),
}

#[derive(Debug, ClapArgs)]
pub struct Build {
    /// The folder with `hub.yaml`
    #[arg(default_value = "content")]
    pub hub: Utf8PathBuf,
    /// Where the site goes; `public` beside the hub unless you say otherwise
    #[arg(long, value_name = "DIR")]
    pub output: Option<Utf8PathBuf>,
    /// The address at which the site will be published, instead of the hub's own
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    #[command(flatten)]
    pub moment: Moment,
    /// Show what is not public yet, marked on every page: drafts, embargoed
    #[arg(long, value_delimiter = ',', value_name = "WHAT")]
    pub include: Vec<Included>,
    /// Say how long each stage took
    #[arg(long)]
    pub timings: bool,
    /// Bring the new site safely to the disk before it takes its place
    #[arg(long)]
    pub sync: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Moment {
    /// The moment to build for, with an offset or a zone; now unless you say otherwise
    #[arg(long, value_name = "INSTANT")]
    pub as_of: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Included {
    Drafts,
    Embargoed,
}

#[derive(Debug, ClapArgs)]
pub struct Check {
    /// The folder with `hub.yaml`
    #[arg(default_value = "content")]
    pub hub: Utf8PathBuf,
    /// Fail on these, too: warnings
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Denied>,
    #[command(flatten)]
    pub moment: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    Warnings,
}
