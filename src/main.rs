//! The `griffie` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    griffie::cli::run()
}
