//! A destruction that overtakes a backup: what the backup's own records do not explain is never in it.

use std::io::{self, Write};

use griffie::backup::{DataError, write_data};

use crate::given::*;
use crate::register_given::{Given, dossier};

/// Takes what is written; with the first bytes of it a dossier is destroyed.
struct Overtaken<'a> {
    given: &'a Given,
    begun: bool,
}

impl Write for Overtaken<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !std::mem::replace(&mut self.begun, true) {
            destroy(self.given, &whole(&[dossier(1)])).unwrap();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_backup_that_a_destruction_overtakes_is_not_made() {
    let given = two_dossiers();
    let overtaken = write_data(&given.register, Overtaken { given: &given, begun: false });
    assert!(matches!(overtaken, Err(DataError::DestroyedMeanwhile)), "{overtaken:?}");
    // The next one is of a log that says why.
    let made = write_data(&given.register, io::sink()).unwrap();
    assert_eq!(made.boxes, made.size - 4);
}
