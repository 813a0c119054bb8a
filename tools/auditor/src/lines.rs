//! Reads a file of `<position> …` lines in pieces (format.md §8), judging lines on every core and their order on one.
//! Knows no meaning of a line beyond its position.

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::finding::{Code, Finding, Findings};
use crate::folder::{Folder, Unreadable};
use crate::manifest::Listed;
use crate::spelling;

/// A line has at most this many bytes, its `\n` included.
const LINE_BYTES_MAX: usize = 131_072;
/// So much of a file is read at once.
const PIECE_BYTES: u64 = 4 * 1024 * 1024;

/// Reads all lines of `listed`: `judge` sees what follows the position, in parallel, `take` the outcomes in order.
pub fn each<T: Send>(
    folder: &Folder,
    listed: &Listed,
    findings: &mut Findings,
    judge: impl Fn(u64, &str) -> Option<T> + Sync,
    mut take: impl FnMut(u64, T, &mut Findings),
) -> Result<(), Unreadable> {
    let Some(mut pieces) = folder.stream(listed, findings)? else { return Ok(()) };
    let mut hasher = Sha256::new();
    let mut buffer = Vec::new();
    let mut order = Order { next: 0, malformed: listed.size == 0 };
    let mut bytes = 0;
    loop {
        let begun = buffer.len();
        let read = pieces.next(&mut buffer, PIECE_BYTES)?;
        bytes += read as u64;
        if read == 0 {
            order.malformed |= !buffer.is_empty();
            break;
        }
        let (_, new) = buffer.split_at_checked(begun).unwrap_or_default();
        let whole = buffer.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
        let (lines, rest) = buffer.split_at_checked(whole).unwrap_or_default();
        let judged = rayon::join(|| hasher.update(new), || judge_all(lines, &judge)).1;
        for outcome in judged {
            order.take(outcome, &listed.path, findings, &mut take);
        }
        order.malformed |= rest.len() > LINE_BYTES_MAX;
        if order.malformed {
            break;
        }
        buffer.drain(..whole);
    }
    if order.malformed {
        // Broken either way: the rest of the file need not be read.
        findings.file(Code::LineMalformed, &listed.path);
    } else if bytes != listed.size || <[u8; 32]>::from(hasher.finalize()) != listed.sha256 {
        findings.file(Code::FileDiffers, &listed.path);
    }
    Ok(())
}

/// The outcome of every line, in order; `None` for one that is not in the documented form.
fn judge_all<T: Send>(
    lines: &[u8],
    judge: &(impl Fn(u64, &str) -> Option<T> + Sync),
) -> Vec<Option<(u64, T)>> {
    let lines: Vec<&[u8]> = lines.split_inclusive(|&byte| byte == b'\n').collect();
    lines
        .into_par_iter()
        .with_min_len(64)
        .map(|line| {
            if line.len() > LINE_BYTES_MAX {
                return None;
            }
            let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
            let (position, rest) = line.split_once(' ')?;
            let position = spelling::decimal(position)?;
            Some((position, judge(position, rest)?))
        })
        .collect()
}

struct Order {
    next: u64,
    malformed: bool,
}

impl Order {
    fn take<T>(
        &mut self,
        outcome: Option<(u64, T)>,
        path: &str,
        findings: &mut Findings,
        take: &mut impl FnMut(u64, T, &mut Findings),
    ) {
        let Some((position, outcome)) = outcome else {
            self.malformed = true;
            return;
        };
        if position < self.next {
            let path = Some(path.to_owned());
            findings.add(Finding { code: Code::LineOrder, position: Some(position), path });
            return;
        }
        self.next = position + 1;
        take(position, outcome, findings);
    }
}
