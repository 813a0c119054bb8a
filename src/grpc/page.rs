//! Pages: bound to the ledger as it stood at the first one, so that what is recorded meanwhile neither repeats nor hides a row.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::domain::violation::{FieldPath, Reason};
use crate::register::Register;

use super::convert::Reader;

/// Rows in a page if nobody says.
const SIZE: usize = 50;
/// Rows in a page at most.
const SIZE_MAX: usize = 200;
/// Bytes in a page at most; a single row may be larger than what is left.
const BYTES_MAX: usize = 1 << 20;

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The list is that of a ledger of this many records.
    pub below: u64,
    /// Rows of it given already.
    pub skip: u64,
    /// Rows wanted.
    pub size: usize,
}

impl Page {
    /// Reads the fields `page_size` and `page_token`.
    pub fn read(
        register: &Register,
        page_size: i32,
        page_token: &str,
        reader: &mut Reader,
    ) -> Option<Page> {
        let at = FieldPath::whole();
        let size = match usize::try_from(page_size) {
            Ok(0) => Some(SIZE),
            Ok(size) if size <= SIZE_MAX => Some(size),
            _ => None,
        };
        if size.is_none() {
            reader.note(&at, "page_size", Reason::PageSizeInvalid);
        }
        let now = register.size();
        let place = if page_token.is_empty() { Some((now, 0)) } else { decode(page_token) };
        let place = place.filter(|(below, _)| *below <= now);
        if place.is_none() {
            reader.note(&at, "page_token", Reason::PageTokenInvalid);
        }
        let (below, skip) = place?;
        Some(Page { below, skip, size: size? })
    }

    /// The rows of this page out of the whole list, and the token of the next page; empty at the end.
    pub fn cut<M: prost::Message>(&self, list: impl Iterator<Item = M>) -> (Vec<M>, String) {
        let mut rows = list.skip(usize::try_from(self.skip).unwrap_or(usize::MAX)).peekable();
        let (mut page, mut bytes) = (Vec::new(), 0);
        while page.len() < self.size
            && let Some(row) = rows.peek()
        {
            bytes += row.encoded_len();
            if bytes > BYTES_MAX && !page.is_empty() {
                break;
            }
            page.extend(rows.next());
        }
        let more = rows.peek().is_some();
        let next = self.skip + page.len() as u64;
        let token = if more { encode(self.below, next) } else { String::new() };
        (page, token)
    }
}

fn encode(below: u64, skip: u64) -> String {
    let mut bytes = [0; 16];
    let (first, second) = bytes.split_at_mut(8);
    first.copy_from_slice(&below.to_be_bytes());
    second.copy_from_slice(&skip.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(token: &str) -> Option<(u64, u64)> {
    let bytes: [u8; 16] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
    let (first, second) = bytes.split_first_chunk::<8>()?;
    Some((u64::from_be_bytes(*first), u64::from_be_bytes(second.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(size: usize, rows: &[String]) -> Vec<Vec<String>> {
        let mut page = Page { below: 9, skip: 0, size };
        let mut all = Vec::new();
        loop {
            let (given, token) = page.cut(rows.iter().cloned());
            all.push(given);
            match decode(&token) {
                Some((below, skip)) => page = Page { below, skip, size },
                None => return all,
            }
        }
    }

    #[test]
    fn pages_together_are_the_list_and_the_last_has_no_token() {
        let rows: Vec<String> = (0..7).map(|number| format!("row {number}")).collect();
        let pages = pages(3, &rows);
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 1]);
        assert_eq!(pages.concat(), rows);
    }

    #[test]
    fn a_page_ends_before_it_is_larger_than_a_mebibyte() {
        let rows: Vec<String> = (0..5).map(|_| "x".repeat(400_000)).collect();
        assert_eq!(pages(200, &rows).iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
    }
}
