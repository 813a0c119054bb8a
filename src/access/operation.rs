//! Every rpc as a value, named once; the policy table and the server speak of operations by this list alone.

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $path:literal),* $(,)?) => {
        /// One rpc.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Operation { $($(#[$doc])* $name),* }

        impl Operation {
            /// Every operation, in the order of the policy table.
            pub const ALL: &'static [Operation] = &[$(Operation::$name),*];

            /// The rpc's full name on the wire, without the leading slash.
            pub const fn path(self) -> &'static str {
                match self { $(Operation::$name => $path),* }
            }
        }
    };
}

operations! {
    /// States the practice's details from a day on.
    DescribePractice = "griffie.v1.PracticeService/DescribePractice",
    /// The practice's details as they stood on a day.
    GetPractice = "griffie.v1.PracticeService/GetPractice",
    /// Every version ever recorded.
    ListPracticeVersions = "griffie.v1.PracticeService/ListPracticeVersions",
    /// Sets the practice's own template of a letter.
    SetLetterTemplate = "griffie.v1.PracticeService/SetLetterTemplate",
    /// Templates of letters, built in and set.
    ListLetterTemplates = "griffie.v1.PracticeService/ListLetterTemplates",
    /// Registers somebody who works with the ledger.
    RegisterPerson = "griffie.v1.GrantService/RegisterPerson",
    /// States anew what is known of them.
    ChangePerson = "griffie.v1.GrantService/ChangePerson",
    /// Who works with the ledger.
    ListPeople = "griffie.v1.GrantService/ListPeople",
    /// Gives a role.
    GiveGrant = "griffie.v1.GrantService/GiveGrant",
    /// Takes emergency access to a dossier for today.
    TakeEmergencyAccess = "griffie.v1.GrantService/TakeEmergencyAccess",
    /// Ends a grant.
    EndGrant = "griffie.v1.GrantService/EndGrant",
    /// Grants with their tokens.
    ListGrants = "griffie.v1.GrantService/ListGrants",
    /// Issues a token for a grant.
    IssueToken = "griffie.v1.GrantService/IssueToken",
    /// Revokes a token.
    RevokeToken = "griffie.v1.GrantService/RevokeToken",
    /// Opens a dossier.
    OpenDossier = "griffie.v1.DossierService/OpenDossier",
    /// A dossier without its entries, now or as it stood.
    GetDossier = "griffie.v1.DossierService/GetDossier",
    /// Dossiers in the order in which they were opened.
    ListDossiers = "griffie.v1.DossierService/ListDossiers",
    /// Dossiers by name and date of birth of the client.
    FindDossiers = "griffie.v1.DossierService/FindDossiers",
    /// Replaces sections of what is known of the client: identity, contact details, network, representatives, commission.
    ChangeClient = "griffie.v1.DossierService/ChangeClient",
    /// Links two dossiers, such as mother and child; both record it, in one commit.
    LinkDossiers = "griffie.v1.DossierService/LinkDossiers",
    /// Ends a link; both dossiers record it, in one commit.
    UnlinkDossiers = "griffie.v1.DossierService/UnlinkDossiers",
    /// Closes a dossier.
    CloseDossier = "griffie.v1.DossierService/CloseDossier",
    /// Opens a closed dossier again.
    ReopenDossier = "griffie.v1.DossierService/ReopenDossier",
    /// Records one entry.
    RecordEntry = "griffie.v1.DossierService/RecordEntry",
    /// Records up to 500 entries of one dossier, all or none of them.
    RecordEntries = "griffie.v1.DossierService/RecordEntries",
    /// Records entries of any number of dossiers, each a command of its own with its own request id.
    StreamEntries = "griffie.v1.DossierService/StreamEntries",
    /// Corrects an entry: says how it reads from now on.
    CorrectEntry = "griffie.v1.DossierService/CorrectEntry",
    /// Withdraws an entry as recorded in error.
    WithdrawEntry = "griffie.v1.DossierService/WithdrawEntry",
    /// One entry with its marks, now or as it stood.
    GetEntry = "griffie.v1.DossierService/GetEntry",
    /// Entries of a dossier by kind and by the days on which they happened.
    ListEntries = "griffie.v1.DossierService/ListEntries",
    /// Entries in which all words occur, in one dossier or in all that the caller may open.
    SearchEntries = "griffie.v1.DossierService/SearchEntries",
    /// Every record of a dossier with its three times, in the order in which they were recorded.
    GetTimeline = "griffie.v1.DossierService/GetTimeline",
    /// Adds an attachment: first what it is, then its bytes.
    AddAttachment = "griffie.v1.AttachmentService/AddAttachment",
    /// Gives an attachment back: first what it is, then its bytes.
    GetAttachment = "griffie.v1.AttachmentService/GetAttachment",
    /// What attachments a dossier has.
    ListAttachments = "griffie.v1.AttachmentService/ListAttachments",
    /// Withdraws an attachment as recorded in error.
    WithdrawAttachment = "griffie.v1.AttachmentService/WithdrawAttachment",
    /// Dissatisfaction was voiced.
    VoiceDissatisfaction = "griffie.v1.ComplaintService/VoiceDissatisfaction",
    /// A written complaint was received.
    FileComplaint = "griffie.v1.ComplaintService/FileComplaint",
    /// A dispute was submitted without a step at the practice first.
    SubmitDispute = "griffie.v1.ComplaintService/SubmitDispute",
    /// A step in a complaint.
    RecordComplaintStep = "griffie.v1.ComplaintService/RecordComplaintStep",
    /// Corrects a date that was entered wrongly.
    CorrectComplaintDate = "griffie.v1.ComplaintService/CorrectComplaintDate",
    /// A complaint with its clocks and its records.
    GetComplaint = "griffie.v1.ComplaintService/GetComplaint",
    /// Complaints in the order in which they were first recorded.
    ListComplaints = "griffie.v1.ComplaintService/ListComplaints",
    /// Enters a breach that was reported to the practice.
    ReportBreach = "griffie.v1.BreachService/ReportBreach",
    /// Records the next step in the handling of a breach.
    RecordBreachStep = "griffie.v1.BreachService/RecordBreachStep",
    /// Says how the report or the moment of awareness should have been entered.
    CorrectBreach = "griffie.v1.BreachService/CorrectBreach",
    /// A breach with its clocks and its records.
    GetBreach = "griffie.v1.BreachService/GetBreach",
    /// Breaches in the order in which they were entered.
    ListBreaches = "griffie.v1.BreachService/ListBreaches",
    /// The sheet of a breach, in the order of the authority's questions.
    GetBreachSheet = "griffie.v1.BreachService/GetBreachSheet",
    /// An incident was reported.
    ReportIncident = "griffie.v1.IncidentService/ReportIncident",
    /// Something was done about an incident.
    RecordIncidentStep = "griffie.v1.IncidentService/RecordIncidentStep",
    /// A date from which terms count was entered wrongly.
    CorrectIncident = "griffie.v1.IncidentService/CorrectIncident",
    /// An incident with its clocks and its records.
    GetIncident = "griffie.v1.IncidentService/GetIncident",
    /// Incidents in the order in which they were reported.
    ListIncidents = "griffie.v1.IncidentService/ListIncidents",
    /// Until when everything is kept.
    ListRetention = "griffie.v1.RetentionService/ListRetention",
    /// Keeps a dossier longer for good care.
    ExtendRetention = "griffie.v1.RetentionService/ExtendRetention",
    /// Puts the client's own statement beside an entry or the dossier.
    AddClientStatement = "griffie.v1.ClientRightsService/AddClientStatement",
    /// Restricts the use of a dossier.
    RestrictDossier = "griffie.v1.ClientRightsService/RestrictDossier",
    /// Lifts a restriction.
    LiftRestriction = "griffie.v1.ClientRightsService/LiftRestriction",
    /// Records that data of a dossier went to somebody else.
    RecordDisclosure = "griffie.v1.ClientRightsService/RecordDisclosure",
    /// Makes the client's copy of a dossier.
    MakeCopy = "griffie.v1.ClientRightsService/MakeCopy",
    /// To whom data of a dossier went.
    ListDisclosures = "griffie.v1.ClientRightsService/ListDisclosures",
    /// A request of a client came in.
    ReceiveClientRequest = "griffie.v1.ClientRequestService/ReceiveClientRequest",
    /// A step in a request of a client.
    RecordClientRequestStep = "griffie.v1.ClientRequestService/RecordClientRequestStep",
    /// Corrects the moment of receipt of a request.
    CorrectClientRequest = "griffie.v1.ClientRequestService/CorrectClientRequest",
    /// A request of a client with its clocks and its records.
    GetClientRequest = "griffie.v1.ClientRequestService/GetClientRequest",
    /// Requests of clients in the order in which they came in.
    ListClientRequests = "griffie.v1.ClientRequestService/ListClientRequests",
    /// A measure was decided upon.
    OpenMeasure = "griffie.v1.MeasureService/OpenMeasure",
    /// Records one step of a measure: planned otherwise, carried out, reviewed, closed, withdrawn.
    RecordMeasureStep = "griffie.v1.MeasureService/RecordMeasureStep",
    /// Corrects a day that was entered wrongly; the clock counted from it is counted again.
    CorrectMeasure = "griffie.v1.MeasureService/CorrectMeasure",
    /// A measure with its clocks and its records.
    GetMeasure = "griffie.v1.MeasureService/GetMeasure",
    /// Measures in the order in which they were recorded.
    ListMeasures = "griffie.v1.MeasureService/ListMeasures",
    /// Plays a matter again, step by step.
    Replay = "griffie.v1.ReplayService/Replay",
    /// What lies between two moments of a matter.
    CompareMoments = "griffie.v1.ReplayService/CompareMoments",
    /// Rebuilds every read model and compares it with what is served.
    Rebuild = "griffie.v1.ReplayService/Rebuild",
    /// Drafts a letter of a complaint.
    DraftComplaintLetter = "griffie.v1.ComplaintLetterService/DraftComplaintLetter",
    /// Records that a letter of a complaint was sent.
    RecordComplaintLetterSent = "griffie.v1.ComplaintLetterService/RecordComplaintLetterSent",
    /// A letter of a complaint as it was drafted.
    GetComplaintLetter = "griffie.v1.ComplaintLetterService/GetComplaintLetter",
    /// The letters of a complaint.
    ListComplaintLetters = "griffie.v1.ComplaintLetterService/ListComplaintLetters",
    /// Drafts a letter of a breach.
    DraftBreachLetter = "griffie.v1.BreachLetterService/DraftBreachLetter",
    /// Records that a letter of a breach was sent.
    RecordBreachLetterSent = "griffie.v1.BreachLetterService/RecordBreachLetterSent",
    /// A letter of a breach as it was drafted.
    GetBreachLetter = "griffie.v1.BreachLetterService/GetBreachLetter",
    /// The letters of a breach.
    ListBreachLetters = "griffie.v1.BreachLetterService/ListBreachLetters",
    /// Drafts a letter of an incident.
    DraftIncidentLetter = "griffie.v1.IncidentLetterService/DraftIncidentLetter",
    /// Records that a letter of an incident was sent.
    RecordIncidentLetterSent = "griffie.v1.IncidentLetterService/RecordIncidentLetterSent",
    /// A letter of an incident as it was drafted.
    GetIncidentLetter = "griffie.v1.IncidentLetterService/GetIncidentLetter",
    /// The letters of an incident.
    ListIncidentLetters = "griffie.v1.IncidentLetterService/ListIncidentLetters",
    /// Duties by the day before whose end somebody must have acted.
    GetAgenda = "griffie.v1.AgendaService/GetAgenda",
    /// Follows the agenda: the running duties, then each duty that changes.
    FollowAgenda = "griffie.v1.AgendaService/FollowAgenda",
    /// The running duties as a calendar (RFC 5545), without names and without content.
    GetCalendarFeed = "griffie.v1.AgendaService/GetCalendarFeed",
    /// Counts over the cases of one register: how many, of which kind, in time or not.
    GetFigures = "griffie.v1.AgendaService/GetFigures",
    /// Proposes a destruction.
    ProposeDestruction = "griffie.v1.DestructionService/ProposeDestruction",
    /// Approves a proposal: it is decided and carried out.
    ApproveDestruction = "griffie.v1.DestructionService/ApproveDestruction",
    /// Refuses a proposal.
    RefuseDestruction = "griffie.v1.DestructionService/RefuseDestruction",
    /// Proposals and decisions.
    ListDestructions = "griffie.v1.DestructionService/ListDestructions",
    /// The certificate of a destruction.
    GetCertificate = "griffie.v1.DestructionService/GetCertificate",
    /// Places a hold on a dossier.
    PlaceHold = "griffie.v1.DestructionService/PlaceHold",
    /// Lifts a hold.
    LiftHold = "griffie.v1.DestructionService/LiftHold",
    /// The holds that stand.
    ListHolds = "griffie.v1.DestructionService/ListHolds",
    /// Declares that the practice is one person, or is no more.
    DeclareSolo = "griffie.v1.DestructionService/DeclareSolo",
    /// Who looked at a dossier or case.
    GetAccessOverview = "griffie.v1.AccessLogService/GetAccessOverview",
    /// What one person looked at.
    ListAccessLines = "griffie.v1.AccessLogService/ListAccessLines",
    /// Makes backups into the folders the configuration names.
    MakeBackup = "griffie.v1.BackupService/MakeBackup",
    /// The backups there are, and what is on record of them.
    ListBackups = "griffie.v1.BackupService/ListBackups",
    /// Records that a restore was tried.
    RecordRestoreTest = "griffie.v1.BackupService/RecordRestoreTest",
    /// Exports what a practice holds, as far as a role may open it.
    ExportPractice = "griffie.v1.ExportService/ExportPractice",
    /// How the ledger stands: size, published checkpoint, verification, damage, room.
    GetStatus = "griffie.v1.LedgerService/GetStatus",
    /// The latest published checkpoint; can wait until a size is published.
    GetCheckpoint = "griffie.v1.LedgerService/GetCheckpoint",
    /// Proof that a record lies under a checkpoint (RFC 6962 inclusion proof).
    GetInclusionProof = "griffie.v1.LedgerService/GetInclusionProof",
    /// Proof that one checkpoint continues another (RFC 6962 consistency proof).
    GetConsistencyProof = "griffie.v1.LedgerService/GetConsistencyProof",
    /// A receipt for one record: a C2SP tlog-proof that verifies offline.
    GetReceipt = "griffie.v1.LedgerService/GetReceipt",
    /// Reads records of the ledger in order, from a position on, up to the head at the time of the call.
    ReadRecords = "griffie.v1.LedgerService/ReadRecords",
    /// Follows the ledger: everything from a position on, then what is recorded from now on.
    Subscribe = "griffie.v1.LedgerService/Subscribe",
    /// Exports an audit bundle (docs/format.md §8) as a stream of files.
    ExportBundle = "griffie.v1.LedgerService/ExportBundle",
    /// Verifies the whole ledger from its stored bytes and reports what was found.
    VerifyLedger = "griffie.v1.LedgerService/VerifyLedger",
    /// Takes the server's clock as right after it was refused, and records that.
    AcceptClock = "griffie.v1.LedgerService/AcceptClock",
    /// Records that boxes were lost, so that the ledger can be written again.
    AcceptDamage = "griffie.v1.LedgerService/AcceptDamage",
}

impl Operation {
    /// The service it belongs to, without its package.
    pub fn service(self) -> &'static str {
        let path = self.path();
        let service = path.split_once('/').map_or(path, |(service, _)| service);
        service.rsplit_once('.').map_or(service, |(_, name)| name)
    }

    /// Whether it can stay open: a stream of messages either way.
    pub fn streams(self) -> bool {
        matches!(
            self,
            Operation::StreamEntries
                | Operation::GetTimeline
                | Operation::AddAttachment
                | Operation::GetAttachment
                | Operation::MakeCopy
                | Operation::ExportPractice
                | Operation::Replay
                | Operation::FollowAgenda
                | Operation::ReadRecords
                | Operation::Subscribe
                | Operation::ExportBundle
                | Operation::VerifyLedger
        )
    }

    /// The operation of a request path (`/package.Service/Method`), if the table knows it.
    pub fn of_path(path: &str) -> Option<Operation> {
        let path = path.strip_prefix('/')?;
        Operation::ALL.iter().copied().find(|operation| operation.path() == path)
    }
}
