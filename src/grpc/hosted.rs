//! A ledger as the server hosts it: its register, who may come in, and the read models beside it.
//! One server may host many; a token belongs to one.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate};
use parking_lot::RwLock;
use tokio::sync::watch;

use crate::access::{Caller, Granted, Grants, Role, Token, TokenHash};
use crate::backup::Plan;
use crate::chain::ActorId;
use crate::domain::provenance::local_day;
use crate::register::{ReadFailure, Register};

use super::read_models::ReadModels;
use super::strangers::Strangers;

/// A hosted ledger.
pub struct Hosted {
    /// Its register.
    pub register: Register,
    grants: RwLock<(u64, Grants)>,
    /// Whoever changes grants waits for their turn: what is judged still holds when it is recorded.
    pub(super) granting: tokio::sync::Mutex<()>,
    local: Option<TokenHash>,
    /// What it is asked for often, kept folded.
    pub(super) models: Arc<ReadModels>,
    /// Where backups go; nothing if the configuration does not say.
    pub(super) backups: Option<Arc<Plan>>,
    /// Callers with a token nobody knows.
    pub(super) strangers: Strangers,
    /// Counts decisions to destroy: what is being told is looked at again each time.
    pub(super) destroying: watch::Sender<u64>,
}

impl Hosted {
    /// Hosts a ledger. `local` is the token of this machine's command line, valid while this process runs.
    pub fn new(register: Register, local: Option<&Token>) -> Result<Hosted, ReadFailure> {
        let mut grants = Grants::default();
        let seen = register.fold_grants(&mut grants, 0)?;
        let grants = RwLock::new((seen, grants));
        let granting = tokio::sync::Mutex::default();
        let local = local.map(Token::hash);
        let models = Arc::<ReadModels>::default();
        let dropped = Arc::downgrade(&models);
        let destroying = watch::Sender::new(0);
        let counted = destroying.clone();
        register.when_destroying(move || {
            if let Some(models) = dropped.upgrade() {
                models.forget();
            }
            counted.send_modify(|count| *count += 1);
        });
        let strangers = Strangers::default();
        Ok(Hosted {
            register,
            grants,
            granting,
            local,
            models,
            backups: None,
            strangers,
            destroying,
        })
    }

    /// The same, with backups going where a plan says.
    #[must_use]
    pub fn with_backups(self, plan: Option<Arc<Plan>>) -> Hosted {
        Hosted { backups: plan, ..self }
    }

    /// The owner of the practice: who acts when the server does something by itself.
    pub fn owner(&self) -> Option<Caller> {
        self.grants.read().1.owner(self.today())
    }

    /// The caller a token stands for in this ledger, today.
    pub fn caller(&self, token: &Token) -> Option<Caller> {
        if self.local == Some(token.hash()) {
            return self.owner();
        }
        self.grants.read().1.caller(token, self.today())
    }

    /// How far somebody's grants of a role reach today.
    pub fn granted(&self, actor: ActorId, role: Role) -> Option<Granted> {
        self.grants.read().1.reach(actor, role, self.today())
    }

    /// Whether more than one person practises here.
    pub fn several_practise(&self) -> bool {
        self.grants.read().1.practitioners(self.today()) > 1
    }

    /// Looks at grants as they stand.
    pub fn with_grants<T>(&self, look: impl FnOnce(&Grants) -> T) -> T {
        look(&self.grants.read().1)
    }

    /// Folds in what was just recorded of grants: it holds from now on.
    pub fn follow_grants(&self) -> Result<(), ReadFailure> {
        let mut grants = self.grants.write();
        let (seen, known) = &mut *grants;
        *seen = self.register.fold_grants(known, *seen)?;
        Ok(())
    }

    /// Today, in the Netherlands, by the ledger's clock.
    pub fn today(&self) -> NaiveDate {
        let now = DateTime::from_timestamp_micros(self.register.now()).unwrap_or_default();
        local_day(now)
    }
}
