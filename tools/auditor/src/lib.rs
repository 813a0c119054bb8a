//! The auditor; nothing to check yet.
