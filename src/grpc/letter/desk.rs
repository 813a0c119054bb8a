//! What the letter services do, whatever the register: draft, show, send, list. A case of another register is no case here.

use std::sync::Arc;

use parking_lot::Mutex;
use tonic::Status;

use crate::chain::StreamId;
use crate::domain::dossier::view::Recorded;
use crate::domain::id::LetterId;
use crate::domain::letter::{
    Asked as Wanted, Command as Asking, Draft, Event as LetterEvent, Fact, Letter, Refusal,
    Register as Of, Sent,
};
use crate::domain::violation::FieldPath;
use crate::domain::{Context, Event};
use crate::register::{
    Acknowledgement, Call, Command, ExecuteError, Folded, PayloadRead, Register, Step, payload,
};

use super::super::call;
use super::super::case;
use super::super::convert::{self, AsOf, Reader};
use super::super::dossier::new_entry_id;
use super::super::fields::stated_role;
use super::super::gate::Admitted;
use super::super::page::Page;
use super::super::pb;
use super::super::reading_log::{Told, written_down};
use super::super::record::may_read;
use super::super::status;
use super::super::view::as_of_size;
use super::template::Templates;

/// A letter that was drafted, or only shown.
pub struct Drafted {
    /// The record that says so.
    pub acknowledgement: pb::Acknowledgement,
    /// Its id; empty if it was only shown.
    pub letter_id: String,
    /// The page.
    pub html: String,
}

/// A read of a case's letters.
pub struct Asked {
    /// Why.
    pub access_context: Option<pb::AccessContext>,
    /// The field that names the case.
    pub field: &'static str,
    /// The case.
    pub case: String,
    /// As it stood then.
    pub as_of: Option<pb::AsOf>,
}

/// Drafts a letter from the newest template and the practice as it stood on the letter's day.
pub async fn draft(
    register: &Register,
    of: Of,
    call: &Call,
    draft: convert::letter::Draft,
) -> Result<Drafted, Status> {
    let convert::letter::Draft { kind, language, values, provenance } = draft;
    let templates = Templates::read(register.clone(), register.size()).await?;
    let day = provenance.happened.last_day();
    let nil = |_| status::internal("an id of zeros was drawn");
    let draft = Draft {
        letter: LetterId::from_bytes(new_entry_id().to_bytes()).map_err(nil)?,
        kind,
        language,
        template: templates.choice(kind, language),
        practice: templates.practice.on(day).map(|version| version.details.clone()),
        values,
        provenance,
    };
    let asking = Asking { register: of, asked: Wanted::Draft(Box::new(draft)) };
    let step = Step::new(call.names, Command::Letter(asking.clone()));
    let (acknowledgement, done) = call::execute(register, call, &[step]).await?;
    let Some(done) = done else {
        let html = shown(register, call.names, asking).await?;
        return Ok(Drafted { acknowledgement, letter_id: String::new(), html });
    };
    let (letter_id, html) = recorded(register, &done)?;
    Ok(Drafted { acknowledgement, letter_id, html })
}

/// Records that a letter was sent.
pub async fn send(
    register: &Register,
    of: Of,
    call: &Call,
    sent: Sent,
) -> Result<pb::Acknowledgement, Status> {
    let asking = Asking { register: of, asked: Wanted::Send(sent) };
    let step = Step::new(call.names, Command::Letter(asking));
    Ok(call::execute(register, call, &[step]).await?.0)
}

/// One letter with its page.
pub async fn get(
    admitted: &Admitted,
    of: Of,
    asked: Asked,
    letter_id: String,
) -> Result<(pb::CaseLetter, String), Status> {
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), asked.access_context);
    let stream = case::stream(&mut reader, asked.field, &asked.case);
    let letter = reader.text::<LetterId>(&FieldPath::whole(), "letter_id", letter_id);
    let as_of = AsOf::read_from(asked.as_of, &mut reader);
    let read = context.zip(stream).zip(letter.zip(as_of));
    let ((context, stream), (letter, as_of)) = reader.finish(read).map_err(status::invalid)?;
    stated_role(asked.access_context.as_ref(), admitted)?;
    let register = &admitted.hosted.register;
    may_read(register, context)?;
    let told = Told::of(stream).object(&letter);
    written_down(admitted, context, told).await?;
    let folded = of_register(register, of, stream, as_of).await?;
    let folded = folded.lock();
    let no_such = || status::not_found(Refusal::NoSuchLetter.reason());
    let letter = folded.letters.get(letter).ok_or_else(no_such)?;
    let html = letter.drafted.html.as_str().to_owned();
    Ok((convert::letter::letter(letter, place(&folded, letter)), html))
}

/// The letters of a case.
pub async fn list(
    admitted: &Admitted,
    of: Of,
    asked: Asked,
    (page_size, page_token): (i32, String),
) -> Result<(Vec<pb::CaseLetter>, String), Status> {
    let register = &admitted.hosted.register;
    let mut reader = Reader::default();
    let context = reader.access_context(&FieldPath::whole(), asked.access_context);
    let stream = case::stream(&mut reader, asked.field, &asked.case);
    let as_of = AsOf::read_from(asked.as_of, &mut reader);
    let page = Page::read(register, page_size, &page_token, &mut reader);
    let read = context.zip(stream).zip(as_of.zip(page));
    let ((context, stream), (as_of, page)) = reader.finish(read).map_err(status::invalid)?;
    stated_role(asked.access_context.as_ref(), admitted)?;
    may_read(register, context)?;
    written_down(admitted, context, Told::of(stream)).await?;
    let below = as_of_size(register, as_of)?.min(page.below);
    // A ledger has at least the record of its beginning.
    let as_of = AsOf::Position(below.saturating_sub(1));
    let folded = of_register(register, of, stream, as_of).await?;
    let folded = folded.lock();
    let shown = folded.letters.iter();
    Ok(page.cut(shown.map(|letter| convert::letter::letter(letter, place(&folded, letter)))))
}

/// A case folded up to a point; not found if it is none of that register.
async fn of_register(
    register: &Register,
    of: Of,
    stream: StreamId,
    as_of: AsOf,
) -> Result<Arc<Mutex<Folded>>, Status> {
    let folded = case::folded(register, stream, as_of).await?;
    let is_case = folded.lock().case(of).is_some();
    let no_such = || status::not_found(Refusal::NoSuchCase { register: of }.reason());
    if is_case { Ok(folded) } else { Err(no_such()) }
}

/// Where a letter's draft stands in the ledger.
fn place(folded: &Folded, letter: &Letter) -> Option<Recorded> {
    let of_letter = |event: &Event| match event {
        Event::Letter(event) => match &event.fact {
            Fact::Drafted(drafted) => drafted.letter == letter.drafted.letter,
            Fact::Sent(_) => false,
        },
        _ => false,
    };
    folded.history.iter().find(|(_, event)| of_letter(event)).map(|(place, _)| *place)
}

/// The page of a letter that is only shown.
async fn shown(register: &Register, stream: StreamId, asking: Asking) -> Result<String, Status> {
    let folded = register.folded(stream).await?;
    let context = Context::at(case::now(register, AsOf::Now));
    let judged = folded.lock().decide_letter(asking, &context);
    let events = judged.map_err(|refusal| ExecuteError::Refused(refusal.into()))?;
    Ok(events.iter().find_map(page).map_or_else(String::new, |(_, html)| html))
}

/// Id and page of the letter a command recorded; a repeated command gets those of the first time. What is lost has none.
fn recorded(register: &Register, done: &Acknowledgement) -> Result<(String, String), Status> {
    let positions: Vec<u64> = done.records.iter().map(|recorded| recorded.position).collect();
    for record in register.records(&positions, true)? {
        let PayloadRead::Given(opened) = &record.payload else { continue };
        let event = payload::event(&record.header, opened.payload())
            .map_err(|_| status::internal("a recorded letter cannot be read"))?;
        if let Event::Letter(event) = event
            && let Some(found) = page(&event)
        {
            return Ok(found);
        }
    }
    Ok((String::new(), String::new()))
}

fn page(event: &LetterEvent) -> Option<(String, String)> {
    match &event.fact {
        Fact::Drafted(fact) => Some((fact.letter.to_string(), fact.html.as_str().to_owned())),
        Fact::Sent(_) => None,
    }
}
