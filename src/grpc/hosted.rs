//! A ledger as the server hosts it: its register, who may come in, and the read models beside it.
//! One server may host many; a token belongs to one.

use std::sync::Arc;

use parking_lot::RwLock;

use crate::access::{Caller, Grants, Token, TokenHash};
use crate::backup::Plan;
use crate::register::facts::{GRANT_GIVEN, GrantGiven, TOKEN_ISSUED, TokenIssued};
use crate::register::{PayloadRead, ReadFailure, Register, payload};

use super::read_models::ReadModels;
use super::reading_log::Strangers;

/// A hosted ledger.
pub struct Hosted {
    /// Its register.
    pub register: Register,
    grants: RwLock<Grants>,
    local: Option<TokenHash>,
    /// What it is asked for often, kept folded.
    pub(super) models: Arc<ReadModels>,
    /// Where backups go; nothing if the configuration does not say.
    pub(super) backups: Option<Arc<Plan>>,
    /// Callers with a token nobody knows.
    pub(super) strangers: Strangers,
}

impl Hosted {
    /// Hosts a ledger. `local` is the token of this machine's command line, valid while this process runs.
    pub fn new(register: Register, local: Option<&Token>) -> Result<Hosted, ReadFailure> {
        let grants = RwLock::new(read_grants(&register)?);
        let local = local.map(Token::hash);
        let models = Arc::<ReadModels>::default();
        let dropped = Arc::downgrade(&models);
        register.when_destroying(move || {
            if let Some(models) = dropped.upgrade() {
                models.forget();
            }
        });
        let strangers = Strangers::default();
        Ok(Hosted { register, grants, local, models, backups: None, strangers })
    }

    /// The same, with backups going where a plan says.
    #[must_use]
    pub fn with_backups(self, plan: Option<Arc<Plan>>) -> Hosted {
        Hosted { backups: plan, ..self }
    }

    /// The owner of the practice: who acts when the server does something by itself.
    pub fn owner(&self) -> Option<Caller> {
        self.grants.read().owner()
    }

    /// The caller a token stands for in this ledger.
    pub fn caller(&self, token: &Token) -> Option<Caller> {
        let grants = self.grants.read();
        if self.local == Some(token.hash()) { grants.owner() } else { grants.caller(token) }
    }
}

/// Grants and tokens, from their records.
fn read_grants(register: &Register) -> Result<Grants, ReadFailure> {
    let positions = register.with_index(|index| {
        index.positions_of_kinds(index.size(), |kind| kind.as_str().starts_with("grant."))
    });
    let mut grants = Grants::default();
    for record in register.records(&positions, true)? {
        let position = record.header.position;
        let PayloadRead::Given(opened) = &record.payload else { continue };
        let damaged = |_| ReadFailure::Damaged { position };
        match record.header.kind.as_str() {
            GRANT_GIVEN => {
                let given: GrantGiven =
                    serde_json::from_slice(opened.payload()).map_err(damaged)?;
                grants.given(given.grant, given.actor, &given.role);
            }
            TOKEN_ISSUED => {
                let payload = payload::read(opened.payload())
                    .map_err(|_| ReadFailure::Damaged { position })?;
                let issued: TokenIssued =
                    serde_json::from_str(payload.body.get()).map_err(damaged)?;
                let mut hash = [0; 32];
                hex::decode_to_slice(&issued.token_hash, &mut hash)
                    .map_err(|_| ReadFailure::Damaged { position })?;
                grants.issued(record.header.stream, TokenHash::from_bytes(hash));
            }
            _ => {}
        }
    }
    Ok(grants)
}
