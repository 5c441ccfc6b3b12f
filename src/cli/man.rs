//! `almoner man`.

use clap::CommandFactory;
use clap_mangen::Man as Page;

use super::args::{Args, Man};
use super::output::{Output, amount};
use crate::diagnostic::Failure;
use crate::publish::fresh;

pub fn run(options: &Man, output: &Output) -> Result<i32, Failure> {
    // Each command's page names the command as it is typed: `almoner build`.
    let mut command = Args::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = &options.output else {
        output.data(&text(command)?);
        return Ok(0);
    };
    if !fresh::is_free(folder)? {
        return Err(Failure::new(folder, "this folder is not empty", "name a folder that does not exist yet"));
    }
    let mut pages = 1;
    for inner in command.get_subcommands() {
        let name = format!("almoner-{}", inner.get_name());
        // clap wants names that live as long as the program; there are a dozen, and the program ends here.
        let name: &'static str = name.leak();
        fresh::write_new(&folder.join(format!("{name}.1")), &text(inner.clone().name(name))?)?;
        pages += 1;
    }
    fresh::write_new(&folder.join("almoner.1"), &text(command)?)?;
    output
        .say(&format!("Wrote {} into {folder}: put them where `man` looks, as in /usr/local/share/man/man1", amount(pages, "manual page")));
    Ok(0)
}

fn text(command: clap::Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    Page::new(command).render(&mut page).map_err(|error| Failure::io("almoner.1", "make the manual page", &error))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
