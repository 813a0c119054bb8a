//! The year as it passes: day after day the families' acts by a number of clients at once, then what the day brought to the
//! registers; and on one day the server is killed in the middle of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use indicatif::ProgressBar;
use tokio::task::JoinSet;

use super::super::failure::{Exit, Failure};
use super::calendar::DAYS;
use super::desk::Desk;
use super::family::Family;
use super::registers::Registers;
use super::script::{Act, CALLING_DAY, Script};
use super::server::{Launch, Server, set_clock};

/// One day's work for one family.
struct Task {
    number: usize,
    acts: Vec<Act>,
}

/// The year, and how far it is.
pub struct Year {
    desk: Desk,
    clock: PathBuf,
    days: BTreeMap<u16, Vec<Task>>,
    families: BTreeMap<usize, Family>,
    registers: Registers,
    bar: ProgressBar,
}

/// What came of killing the server.
#[derive(Clone, Copy, Debug)]
pub struct Killed {
    /// Commands that had been acknowledged on that day before it.
    pub after: u64,
}

impl Year {
    /// Spreads the scripts over the days.
    pub fn new(desk: Desk, clock: PathBuf, scripts: Vec<Script>, bar: ProgressBar) -> Year {
        let mut days: BTreeMap<u16, Vec<Task>> = BTreeMap::new();
        let mut families = BTreeMap::new();
        let mut total = 0;
        for (number, script) in scripts.into_iter().enumerate() {
            families.insert(number, Family::new(number));
            for (day, act) in script.acts {
                total += 1;
                let tasks = days.entry(day).or_default();
                match tasks.last_mut().filter(|task| task.number == number) {
                    Some(task) => task.acts.push(act),
                    None => tasks.push(Task { number, acts: vec![act] }),
                }
            }
        }
        let registers = Registers::new(desk.calendar);
        bar.set_length(total + registers.steps());
        Year { desk, clock, days, families, registers, bar }
    }

    /// The registers as they are kept.
    pub fn registers(&self) -> &Registers {
        &self.registers
    }

    /// A family as it is known now.
    pub fn family(&self, number: usize) -> Result<&Family, Failure> {
        self.families.get(&number).ok_or_else(|| Failure::new(Exit::Failed, "no such family"))
    }

    /// Has every family send its last acknowledged entry once more; says how many did.
    pub async fn repeat(&self) -> Result<u64, Failure> {
        let mut repeated = 0;
        for family in self.families.values() {
            repeated += u64::from(family.repeat(&self.desk).await?);
        }
        Ok(repeated)
    }

    /// Lets the days pass up to, and not including, `until`.
    pub async fn pass(&mut self, from: u16, until: u16) -> Result<(), Failure> {
        for day in from..until.min(DAYS) {
            self.day(day).await?;
        }
        Ok(())
    }

    /// Lets one day pass while the server is killed in the middle of it, and started again.
    pub async fn pass_with_a_kill(
        &mut self,
        server: &mut Server,
        launch: &Launch,
    ) -> Result<Killed, Failure> {
        let line = self.desk.line.clone();
        let tasks = self.days.get(&CALLING_DAY).map_or(0, Vec::len) as u64;
        let before = line.acknowledged.commands();
        let after = (tasks / 3).max(1);
        let killing = async {
            line.acknowledged.reached(before + after).await;
            line.expect_kill();
            let at = line.acknowledged.commands() - before;
            server.kill()?;
            *server = launch.start().await?;
            line.reconnect(server).await?;
            Ok(Killed { after: at })
        };
        let day = self.day(CALLING_DAY);
        let (day, killed): (_, Result<Killed, Failure>) = tokio::join!(day, killing);
        day.and(killed)
    }

    async fn day(&mut self, day: u16) -> Result<(), Failure> {
        // Nothing is under way here: the server never sees its clock jump in the middle of a command.
        set_clock(&self.clock, self.desk.calendar.evening(day).timestamp_micros())?;
        let mut clients = JoinSet::new();
        for Task { number, acts } in self.days.remove(&day).unwrap_or_default() {
            let Some(mut family) = self.families.remove(&number) else { continue };
            let (desk, bar) = (self.desk.clone(), self.bar.clone());
            clients.spawn(async move {
                // Closed only when the line itself is dropped.
                let _place = desk.line.clients.acquire().await;
                for act in &acts {
                    let done = family.act(&desk, day, act).await;
                    done.map_err(|failure| on_day(day, &failure))?;
                    bar.inc(1);
                }
                Ok::<_, Failure>((number, family))
            });
        }
        while let Some(done) = clients.join_next().await {
            let gone = |_| Failure::new(Exit::Failed, "a client broke off");
            let (number, family) = done.map_err(gone)??;
            self.families.insert(number, family);
        }
        let kept = self.registers.day(&self.desk, day).await;
        self.bar.inc(kept.map_err(|failure| on_day(day, &failure))?);
        Ok(())
    }
}

fn on_day(day: u16, failure: &Failure) -> Failure {
    Failure::new(failure.exit(), format!("on day {day}: {}", failure.message()))
}
