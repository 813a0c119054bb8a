//! The policy table: role × operation × scope, refused unless it says otherwise. The one place with these rules.

use std::fmt::Write as _;

use super::{Operation, Role};

/// How far an operation reaches for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole ledger.
    Ledger,
}

/// The reach of a role for an operation; nothing means refused.
pub fn allowed(role: Role, _operation: Operation) -> Option<Scope> {
    match role {
        // The owner of a practice holds every operation in the practice's own ledger.
        Role::Owner => Some(Scope::Ledger),
    }
}

/// The whole table as text, for the snapshot test and the README.
pub fn table() -> String {
    let mut lines = String::new();
    for operation in Operation::ALL {
        for role in Role::ALL {
            let reach = match allowed(*role, *operation) {
                Some(Scope::Ledger) => "ledger",
                None => "refused",
            };
            // Writing to a String cannot fail.
            let _ = writeln!(lines, "{:<52} {:<8} {reach}", operation.path(), role.as_str());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        insta::assert_snapshot!(table());
    }
}
