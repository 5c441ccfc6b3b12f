//! The entry: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(u8::try_from(almoner::cli::run(std::env::args_os())).unwrap_or(2))
}
