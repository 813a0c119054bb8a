//! The clocks of one stream: their numbers, and which of them can be judged although records are not given.

use std::collections::BTreeMap;

use super::course::Course;
use super::need;
use super::statement::{Started, Statement};
use crate::finding::Code;
use crate::report;

/// A clock, and how many records were missed when it started.
#[derive(Debug)]
struct Clock {
    course: Course,
    missed: u64,
}

/// One stream's clocks, as far as the records were followed.
#[derive(Debug, Default)]
pub struct Stream {
    /// Boxed, since a node of the map has room for eleven and most streams have one or two.
    clocks: BTreeMap<u16, Box<Clock>>,
    /// How many records of clocks were not given so far. A clock that began at another count may have changed unseen.
    missed: u64,
}

impl Stream {
    /// A record of a clock is not given, or of a kind nobody knows.
    pub fn miss(&mut self) {
        self.missed += 1;
    }

    /// The next record of a clock.
    pub fn take(&mut self, statement: &Statement) -> Result<(), Code> {
        let number = statement.clock();
        if let Statement::Started(started) = statement {
            return self.start(number, started);
        }
        match self.clocks.get_mut(&number) {
            Some(clock) if clock.missed == self.missed => clock.course.take(statement),
            Some(_) => Ok(()),
            None => {
                // Its start may be what is not given; it counts as a clock all the same.
                need(self.missed > 0)?;
                self.clocks.insert(number, Box::new(Clock { course: Course::untold(), missed: 0 }));
                Ok(())
            }
        }
    }

    fn start(&mut self, number: u16, started: &Started) -> Result<(), Code> {
        let next = usize::from(number) == self.clocks.len();
        let beside_earlier = started.beside.is_none_or(|beside| beside < number);
        let mut course = Course::untold();
        let judged = course.start(started);
        self.clocks.insert(number, Box::new(Clock { course, missed: self.missed }));
        need(self.missed > 0 || (next && beside_earlier))?;
        judged
    }

    /// Adds up the clocks of this stream.
    pub fn count(&self, counts: &mut report::Clocks) {
        for clock in self.clocks.values() {
            let judged = clock.missed == self.missed && clock.course.is_recomputed();
            match (judged, clock.course.is_stated()) {
                (false, _) => counts.not_recomputed += 1,
                (true, true) => counts.stated += 1,
                (true, false) => counts.recomputed += 1,
            }
        }
    }
}
