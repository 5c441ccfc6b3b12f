//! The entry: arguments in, exit code out.

/// Drawing pages makes and drops many small texts on several threads, where the system's allocator took a visible share of a build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(u8::try_from(almoner::cli::run(std::env::args_os())).unwrap_or(2))
}
