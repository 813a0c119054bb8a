//! The program; nothing to run yet.

fn main() {}
