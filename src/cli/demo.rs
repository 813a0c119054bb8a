//! `griffie demo`: a year of an invented practice through the real server, which is killed half-way, and then everything that
//! can be checked about it. Goes through the same door as every client; knows no store and no chain.

mod acknowledged;
mod altered;
mod calendar;
mod chance;
mod comeback;
mod content;
mod desk;
mod destroyed;
mod family;
mod files;
mod history;
mod line;
mod outside;
mod people;
mod place;
mod practice;
mod registers;
mod report;
mod resources;
mod rights;
mod script;
mod sealed;
mod search;
mod server;
mod words;
mod year;

use std::fs::DirBuilder;
use std::io::Write;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::time::Duration;

use chrono::DateTime;
use clap::Args;

use crate::grpc::pb;
use crate::private_file;
use crate::register::clock::Clock;

use super::clock_source::SystemClock;
use super::failure::{Exit, Failure};
use super::folder::{Folders, Made, random};
use super::standing::progress;
use calendar::{Calendar, DAYS};
use chance::Chance;
use comeback::Backups;
use content::Amounts;
use desk::Desk;
use line::Line;
use outside::Noted;
use registers::{agenda, figures};
use report::Report;
use script::{CALLING_DAY, Mark, Script, Whose};
use server::{Launch, Server, set_clock};
use year::Year;

/// Shows what griffie does, on a year of an invented practice.
#[derive(Debug, Args)]
pub struct Demo {
    /// The folder to fill; it must be empty. A fresh one among the temporary files if not said.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// What is invented; the same number invents the same.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many clients record at once.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    clients: u16,
    /// How many families come to the practice in the year.
    #[arg(long, value_name = "N", default_value_t = 250, value_parser = clap::value_parser!(u16).range(1..=5000))]
    families: u16,
    /// Record every FHIR resource (*.json) of this folder, too.
    #[arg(long, value_name = "DIR")]
    resources: Option<PathBuf>,
    /// Ask nothing.
    #[arg(long)]
    yes: bool,
}

/// A clock that stands still: the ledger is made on the first day of the year.
struct Standing(i64);

impl Clock for Standing {
    fn now(&self) -> i64 {
        self.0
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

/// Everything a rehearsal needs to know.
struct Rehearsal<'a> {
    demo: &'a Demo,
    calendar: Calendar,
    scripts: Vec<Script>,
    launch: Launch,
    clock: PathBuf,
    made: Made,
    backups: Backups,
}

impl Demo {
    /// Runs it; fails unless every step held.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let folders = place::choose(self.data.as_deref(), self.yes)?;
        writeln!(out, "A year of an invented practice, in {}", folders.data.display())?;
        out.flush()?;
        let mut report = Report::new();
        let done = self.rehearse(&folders, &mut report).await;
        report.write(out)?;
        match (done, report.failed()) {
            (Ok(()), 0) => {}
            (Err(failure), 0) => return Err(failure),
            (_, failed) => {
                let message = format!("{failed} of the demo's steps did not hold");
                return Err(Failure::new(Exit::Failed, message));
            }
        }
        writeln!(out, "verifier key of this ledger, for whoever audits the bundle:")?;
        writeln!(out, "  {}", noted_key(&folders)?)?;
        writeln!(out, "look around in what was made:")?;
        writeln!(out, "  griffie serve --data {}", folders.data.display())?;
        Ok(())
    }

    async fn rehearse(&self, folders: &Folders, report: &mut Report) -> Result<(), Failure> {
        let prepared = Rehearsal::prepare(self, folders);
        let rehearsal = step(report, "make a practice", prepared, |_| {
            "ledger, vault and owner's token".to_owned()
        })?;
        rehearsal.run(folders, report).await
    }
}

impl<'a> Rehearsal<'a> {
    /// Makes the ledger on the first day of the year that ended yesterday.
    fn prepare(demo: &'a Demo, folders: &Folders) -> Result<Rehearsal<'a>, Failure> {
        let now = DateTime::from_timestamp_micros(SystemClock::new().now()).unwrap_or_default();
        let calendar = Calendar::ending_before(now);
        let scripts = script::year(demo.seed, demo.families.into(), calendar);
        let morning = calendar.at(0, 0).timestamp_micros();
        let made = folders.create(&Standing(morning), true)?;
        private_file::write(&folders.rehearsal(), b"made by griffie demo\n")?;
        let backups = Backups::arrange(folders)?;
        let clock = folders.data.join("rehearsal-clock");
        set_clock(&clock, morning)?;
        let log = folders.data.join("server.log");
        let launch = Launch { folders: folders.clone(), clock: Some(clock.clone()), log };
        Ok(Rehearsal { demo, calendar, scripts, launch, clock, made, backups })
    }

    /// The year, and all that can be checked about it. A step that records stops everything if it fails; a check does not.
    async fn run(&self, folders: &Folders, report: &mut Report) -> Result<(), Failure> {
        let mut server = step(report, "start the server", self.launch.start().await, |_| {
            "a process of its own, on a free port".to_owned()
        })?;
        let line = Line::connect(&server, self.demo.clients.into()).await?;
        let begun = status(&line).await?.size;
        let author = pb::Practitioner {
            actor_id: hex::encode(random::<16>()?),
            name: "Rosalie Zilverdraad IBCLC".to_owned(),
        };
        let seed = self.demo.seed;
        let desk = Desk { line: line.clone(), calendar: self.calendar, author, seed };
        report.note("describe the practice", practice::describe(&desk).await)?;
        let bar = progress("recorded");
        let scripts = self.scripts.clone();
        let mut year = Year::new(desk.clone(), self.clock.clone(), scripts, bar.clone());
        let mut noted = self.noted(folders)?;
        let first_half = year.pass(0, CALLING_DAY).await.map(|()| self.recorded(&line));
        report.note("record half a year", first_half)?;
        let checkpoint = line.with(super::connect::Connection::ledger)?;
        noted.checkpoint(checkpoint).await?;
        self.kill(&mut year, &mut server, &line, begun, report).await?;
        let second_half = year.pass(CALLING_DAY + 1, DAYS).await.map(|()| self.recorded(&line));
        bar.finish_and_clear();
        report.note("record the other half", second_half)?;
        if let Some(folder) = &self.demo.resources {
            report.note("FHIR resources", resources::record(&desk, folder, DAYS - 1).await)?;
        }
        let evening = self.calendar.evening(DAYS - 1) + chrono::TimeDelta::hours(1);
        set_clock(&self.clock, evening.timestamp_micros())?;
        self.check(&year, &server, &line, begun, report).await?;
        self.show_registers(folders, &year, &server, report).await?;
        let asking =
            (year.family(0)?.dossier(Whose::Mother)?, self.calendar.text(i32::from(DAYS) - 1));
        let key = self.made.verifier_key.to_string();
        rights::used(&server.connect().await?, asking, (&folders.data, &key), report).await?;
        let backed_up = self.backups.make(&server.connect().await?).await;
        let _ = report.note("back it up", backed_up);
        let gone = self.destroy(folders, &year, &server, report).await?;
        self.hand_out(folders, &server, &mut noted, report).await?;
        drop(year);
        report.note(
            "stop the server",
            server.stop().await.map(|()| "as it was asked to".to_owned()),
        )?;
        let _ = report.note("gone from every file", gone.search(folders));
        let restored = self.backups.come_back(folders, &gone).await;
        let _ = report.note("restore that backup", restored);
        self.afterwards(folders, report).await
    }

    /// A part of an entry, and a whole dossier.
    async fn destroy(
        &self,
        folders: &Folders,
        year: &Year,
        server: &Server,
        report: &mut Report,
    ) -> Result<destroyed::Gone, Failure> {
        let connection = server.connect().await?;
        let _ = report.note("destroy a few words", destroyed::a_part(&connection, year).await);
        let families = self.demo.families.into();
        let gone = destroyed::a_dossier(&connection, year, folders, families).await;
        step(report, "destroy a dossier", gone, destroyed::Gone::told)
    }

    fn noted(&self, folders: &Folders) -> Result<Noted, Failure> {
        let (key, folder) = (self.made.verifier_key.to_string(), folders.data.join("noted"));
        DirBuilder::new().mode(0o700).create(&folder)?;
        private_file::write(&folder.join("verifier-key"), format!("{key}\n").as_bytes())?;
        Ok(Noted { key, folder, checkpoints: Vec::new() })
    }

    /// Kills the server while clients write, and looks whether anything was lost or doubled.
    async fn kill(
        &self,
        year: &mut Year,
        server: &mut Server,
        line: &Line,
        begun: u64,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let killed = year.pass_with_a_kill(server, &self.launch).await;
        let repeats = line.acknowledged.repeats();
        let told = killed.map(|killed| {
            format!(
                "SIGKILL after {} answers of that day; {} requests without an answer sent again, {} of them were recorded already",
                killed.after, repeats.repeated, repeats.recorded_before
            )
        });
        report.note("kill the server", told)?;
        let connection = server.connect().await?;
        let compared = line.acknowledged.compare(&connection, begun).await;
        let told = compared.and_then(acknowledged::Comparison::hold).map(|it| {
            format!(
                "{} acknowledged records found with their hash, none missing, none doubled",
                it.found
            )
        });
        let _ = report.note("nothing acknowledged lost", told);
        let again = year.repeat().await;
        let told = again.map(|count| {
            format!("{count} answered requests sent again: each got its first answer")
        });
        let _ = report.note("repeats record nothing", told);
        Ok(())
    }

    /// Checks on what the server says.
    async fn check(
        &self,
        year: &Year,
        server: &Server,
        line: &Line,
        begun: u64,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let connection = server.connect().await?;
        let family = year.family(0)?;
        let child = Whose::Child(0);
        let (dossier, weight) = (family.dossier(child)?, family.entry(child, Mark::Weight)?);
        let seen = history::look_back(&connection, self.calendar, &dossier, &weight).await;
        let _ = report.note("a dossier at three dates", seen);
        let compared = line.acknowledged.compare(&connection, begun).await;
        let told = compared.and_then(acknowledged::Comparison::hold);
        let told =
            told.map(|it| format!("{} acknowledged records found with their hash", it.found));
        let _ = report.note("the whole year is there", told);
        Ok(())
    }

    /// What the registers came to, and what they ask for next.
    async fn show_registers(
        &self,
        folders: &Folders,
        year: &Year,
        server: &Server,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let connection = server.connect().await?;
        let table = figures::table(&connection, self.calendar, year.registers()).await;
        let _ = report.note_shown("the registers", table);
        let items = agenda::pending(&connection).await?;
        let _ = report.note_shown("the agenda", agenda::told(&items));
        let _ = report.note_shown("two dates explained", agenda::explained(&items));
        let file = folders.data.join("agenda.ics");
        let _ = report.note("the calendar file", agenda::feed(&connection, &items, &file).await);
        Ok(())
    }

    /// The bundle and what a stranger makes of it.
    async fn hand_out(
        &self,
        folders: &Folders,
        server: &Server,
        noted: &mut Noted,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let connection = server.connect().await?;
        let size = noted.checkpoint(connection.ledger()).await?;
        let bundle = folders.data.join("bundle");
        report.note("export the bundle", outside::export_to(&connection, &bundle).await)?;
        let audited = outside::audited(&bundle, noted, size).await;
        if let Ok(audited) = step(report, "audit it offline", audited, |it| it.told.clone()) {
            let started = outside::clocks_started(&connection).await;
            let told = started.and_then(|started| audited.recomputed_all(started));
            let _ = report.note("recompute every clock", told);
        }
        let copy = folders.data.join("bundle-changed");
        let refused = outside::refused_due_date(&bundle, &copy, noted).await;
        let _ = report.note("refuse a moved due date", refused);
        let chance = &mut Chance::of(self.demo.seed, u64::MAX - 1);
        let refused = outside::refused(&bundle, &copy, noted, chance).await;
        let _ = report.note("refuse a changed copy", refused);
        Ok(())
    }

    /// With the server gone: no text lies on the disk unsealed, and the machine's own time follows on the year.
    async fn afterwards(&self, folders: &Folders, report: &mut Report) -> Result<(), Failure> {
        let mut needles = content::needles(&self.scripts, self.demo.seed);
        registers::add_needles(self.calendar, &mut needles);
        needles.add(self.made.token.reveal().as_bytes());
        let _ = report.note("no text left unsealed", sealed::search(&needles, folders));
        let served = self.serve_now().await;
        let _ = std::fs::remove_file(&self.clock); // From here on the machine's clock counts.
        let _ = report.note("serve it as any other", served);
        Ok(())
    }

    async fn serve_now(&self) -> Result<String, Failure> {
        let launch = Launch { clock: None, ..self.launch.clone() };
        let server = launch.start().await?;
        let connection = server.connect().await?;
        let found = connection.ledger().get_status(pb::GetStatusRequest {}).await?.into_inner();
        server.stop().await?;
        if found.write_state() == pb::WriteState::Writable && found.damage.is_empty() {
            return Ok(format!("{} records, writable by the machine's own clock", found.size));
        }
        Err(Failure::new(Exit::Failed, "the ledger cannot be written by the machine's own clock"))
    }

    fn recorded(&self, line: &Line) -> String {
        let Amounts { dossiers, entries, attachments, corrections } =
            content::amounts(&self.scripts);
        format!(
            "{} records so far, of a year with {dossiers} dossiers, {entries} entries, {attachments} attachments, {corrections} corrections",
            line.acknowledged.records()
        )
    }
}

async fn status(line: &Line) -> Result<pb::GetStatusResponse, Failure> {
    let mut ledger = line.with(super::connect::Connection::ledger)?;
    Ok(ledger.get_status(pb::GetStatusRequest {}).await?.into_inner())
}

/// Notes a step that gives something, and hands that on.
fn step<T>(
    report: &mut Report,
    name: &'static str,
    done: Result<T, Failure>,
    told: impl Fn(&T) -> String,
) -> Result<T, Failure> {
    match done {
        Ok(made) => {
            report.note(name, Ok(told(&made)))?;
            Ok(made)
        }
        Err(failure) => {
            let handed_on = Failure::new(failure.exit(), failure.message());
            report.note(name, Err(failure))?;
            Err(handed_on)
        }
    }
}

/// The verifier key, as noted when the ledger was made.
fn noted_key(folders: &Folders) -> Result<String, Failure> {
    let key = std::fs::read_to_string(folders.data.join("noted").join("verifier-key"))?;
    Ok(key.trim().to_owned())
}
