//! What may be written on the command line.

use camino::Utf8PathBuf;
use clap::{Args as ClapArgs, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Failure;
use crate::release::Include;

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

impl Args {
    /// Each command has its own forms of output; one that it does not know is refused instead of passed over.
    pub fn knows_its_format(&self) -> Result<(), Failure> {
        let Some(format) = self.global.format else { return Ok(()) };
        let known: &[Format] = match &self.command {
            Some(Command::Check(_)) => &[Format::Text, Format::Json, Format::Sarif, Format::Github],
            Some(Command::Audit(_)) => &[Format::Text, Format::Json, Format::Csv, Format::Html, Format::Ics],
            Some(Command::Types(_)) => &[Format::Table, Format::JsonSchema, Format::Cms],
            Some(Command::Completions(_) | Command::Man(_)) => &[Format::Text],
            Some(Command::Export(_)) => &[Format::Text, Format::Json, Format::Opensearch],
            _ => &[Format::Text, Format::Json],
        };
        if known.contains(&format) {
            return Ok(());
        }
        let name = |format: &Format| format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        let names: Vec<String> = known.iter().map(name).collect();
        Err(Failure::new(name(&format), "`--format`: this command does not know this form", format!("it knows: {}", names.join(", "))))
    }
}

#[derive(Debug, ClapArgs)]
pub struct Global {
    /// text or json; `check` also knows sarif and github, `audit` knows csv, html and ics, `types` knows table, json-schema and cms, `export` knows opensearch
    #[arg(long, global = true, value_name = "FORM")]
    pub format: Option<Format>,
    /// Colours and bold letters: auto asks the terminal, NO_COLOR and CLICOLOR
    #[arg(long, visible_alias = "colour", global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// Say only what went wrong
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Show every fault instead of the first twenty
    #[arg(long, global = true)]
    pub all: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Sarif,
    Github,
    Csv,
    Html,
    Ics,
    Table,
    JsonSchema,
    Cms,
    Opensearch,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the public site
    #[command(after_help = "Examples:
  almoner build                                            the hub in `content`, into `public`
  almoner build my-hub --as-of 2026-12-01T09:00:00Z        the site as it will be at that moment")]
    Build(Build),
    /// Show the hub while you write: every save is in the browser at once
    #[command(after_help = "Examples:
  almoner serve my-hub --open                              drafts and embargoed pages too, marked
  almoner serve --as-of 2026-12-01T09:00:00Z               the public site as it will be at that moment")]
    Serve(Serve),
    /// Find every fault, in what is public and in what will be
    #[command(after_help = "Examples:
  almoner check
  almoner check --format github --deny warnings            as a step of a pull request")]
    Check(Check),
    /// List every page with its owner, its dates and what there is to do
    #[command(after_help = "Examples:
  almoner audit                                            what needs doing first, by owner
  almoner audit --format csv --output ../inventory.csv     for a spreadsheet
  almoner audit --format ics --owner \"Editorial team\" --output ../reviews.ics")]
    Audit(Audit),
    /// Search the public hub, ranked as on the site
    #[command(after_help = "Examples:
  almoner search supervison                                finds supervision, and says so
  almoner search \"time for direct work\" --type practice-guide --limit 3")]
    Search(Search),
    /// Write the pages for a search engine of their own, where they are too many for a browser
    #[command(after_help = "Examples:
  almoner export --format opensearch --output ../for-opensearch
  almoner export my-hub --output ../preview --index preview --include drafts --format json")]
    Export(Export),
    /// Make a new page of any type
    #[command(after_help = "Examples:
  almoner new practice-guide \"First visit to a family\"
  almoner new key-figure \"Vacancy rate 2026\" --hub my-hub")]
    New(New),
    /// Give a page or a folder another name, and repair everything that names it
    #[command(after_help = "Examples:
  almoner mv guides/first-visit.md guides/first-meeting.md
  almoner mv /guides/first-visit/ first-meeting --dry-run   by its address, in the same folder; says what would change
  almoner mv research/2024 research/archive/2024            a folder with all that is in it")]
    Mv(Move),
    /// Bring a Hugo, Jekyll or Zola site over, or Word documents, as a new hub
    #[command(after_help = "Examples:
  almoner import ../old-site                               writes old-site-hub, and says what became of what
  almoner import ../old-site/content --from zola --output my-hub
  almoner import report.docx --output report               needs pandoc; the page is a draft")]
    Import(Import),
    /// Make a small hub that builds
    #[command(after_help = "Examples:
  almoner init my-hub
  almoner init my-hub --quiet")]
    Init(Init),
    /// Show the content types and their fields
    #[command(after_help = "Examples:
  almoner types
  almoner types --format json-schema > schema.json         for editors that check as you type
  almoner types content --format cms --output admin        a web editor: its configuration and its page")]
    Types(Types),
    /// Print what a shell needs to complete commands and options
    #[command(after_help = "Examples:
  almoner completions bash > ~/.local/share/bash-completion/completions/almoner
  almoner completions fish > ~/.config/fish/completions/almoner.fish")]
    Completions(Completions),
    /// Print the manual page, or write one for each command
    #[command(after_help = "Examples:
  almoner man | man -l -
  almoner man --output man1")]
    Man(Man),
    /// Say in plain words what a fault means and how to mend it
    #[command(after_help = "Examples:
  almoner explain link-missing
  almoner explain                                          every fault in a line")]
    Explain(Explain),
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
    /// Keep the addresses that are public now in the hub's `_published.txt`, so that none of them is ever lost
    #[arg(long, conflicts_with_all = ["include", "as_of"])]
    pub record: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Serve {
    /// The folder with `hub.yaml`
    #[arg(default_value = "content")]
    pub hub: Utf8PathBuf,
    /// The port to listen at; 4000, or one of the nine after it, unless you say otherwise
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    #[command(flatten)]
    pub moment: Moment,
    /// Show only this of what is not public yet: drafts, embargoed; both unless you say otherwise
    #[arg(long, value_delimiter = ',', value_name = "WHAT")]
    pub include: Vec<Included>,
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

impl Included {
    pub fn of(written: &[Included]) -> Include {
        Include { drafts: written.contains(&Included::Drafts), embargoed: written.contains(&Included::Embargoed) }
    }
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

#[derive(Debug, ClapArgs)]
pub struct Audit {
    /// The folder with `hub.yaml`
    #[arg(default_value = "content")]
    pub hub: Utf8PathBuf,
    /// Where the report goes instead of the screen: never into the hub or a public site
    #[arg(long, value_name = "FILE")]
    pub output: Option<Utf8PathBuf>,
    /// Only the pages of this owner
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    #[command(flatten)]
    pub moment: Moment,
}

#[derive(Debug, ClapArgs)]
pub struct Search {
    /// What to look for, as somebody would type it into the site's box
    #[arg(required = true)]
    pub query: Vec<String>,
    /// The folder with `hub.yaml`
    #[arg(long, default_value = "content")]
    pub hub: Utf8PathBuf,
    /// Only pages of this content type
    #[arg(long = "type", value_name = "TYPE")]
    pub content_type: Option<String>,
    /// How many pages to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    #[command(flatten)]
    pub moment: Moment,
    /// Search what is not public yet, too: drafts, embargoed
    #[arg(long, value_delimiter = ',', value_name = "WHAT")]
    pub include: Vec<Included>,
}

#[derive(Debug, ClapArgs)]
pub struct Export {
    /// The folder with `hub.yaml`
    #[arg(default_value = "content")]
    pub hub: Utf8PathBuf,
    /// Where the files go: a folder that does not exist, is empty, or holds the last export
    #[arg(long, value_name = "DIR")]
    pub output: Utf8PathBuf,
    /// What the index will be called
    #[arg(long, value_name = "NAME", default_value = "hub")]
    pub index: String,
    #[command(flatten)]
    pub moment: Moment,
    /// Export what is not public yet, too: drafts, embargoed
    #[arg(long, value_delimiter = ',', value_name = "WHAT")]
    pub include: Vec<Included>,
}

#[derive(Debug, ClapArgs)]
pub struct New {
    /// The content type, as `almoner types` lists them
    #[arg(value_name = "TYPE")]
    pub content_type: String,
    /// The page's title
    pub title: String,
    /// The folder with `hub.yaml`
    #[arg(long, default_value = "content")]
    pub hub: Utf8PathBuf,
}

#[derive(Debug, ClapArgs)]
pub struct Move {
    /// A file or folder of the hub, an address or a permanent id
    #[arg(value_name = "OLD")]
    pub old: String,
    /// A new name in the same folder, or a path in the hub; with a slash at its end, the folder to move into
    #[arg(value_name = "NEW")]
    pub new: String,
    /// The folder with `hub.yaml`
    #[arg(long, default_value = "content")]
    pub hub: Utf8PathBuf,
    /// Only say what would change
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, ClapArgs)]
pub struct Import {
    /// The folder of the site or of its pages; a Word document, or a folder of them
    pub dir: Utf8PathBuf,
    /// The folder to make; it must not exist, or be empty. Named after the old one, here, unless you say otherwise
    #[arg(long, value_name = "DIR")]
    pub output: Option<Utf8PathBuf>,
    /// What the site was written for, where its files leave it open
    #[arg(long, value_name = "GENERATOR")]
    pub from: Option<From>,
    /// Where the old site is or was, where its settings do not say it: links written in full become links within the hub
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    #[command(flatten)]
    pub moment: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum From {
    Hugo,
    Jekyll,
    Zola,
}

#[derive(Debug, ClapArgs)]
pub struct Init {
    /// The folder to make; it must not exist, or be empty
    pub dir: Utf8PathBuf,
}

#[derive(Debug, ClapArgs)]
pub struct Explain {
    /// The code in the square brackets of a message; without one, all are listed
    pub code: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub struct Types {
    /// The folder with `hub.yaml`; without one, the types that almoner brings
    pub hub: Option<Utf8PathBuf>,
    /// With `--format cms`: write `config.yml` and the page that loads it into this folder; it must not exist, or be empty
    #[arg(long, value_name = "DIR")]
    pub output: Option<Utf8PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Debug, ClapArgs)]
pub struct Man {
    /// Write a page for each command into this folder; it must not exist, or be empty
    #[arg(long, value_name = "DIR")]
    pub output: Option<Utf8PathBuf>,
}
