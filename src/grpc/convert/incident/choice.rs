//! Enumerations of incidents: one name on both sides, value by value.

use crate::domain::incident::{
    IncidentAuthority, IncidentClass, IncidentDate, IncidentKind, IncidentPart, IncidentReply,
    IncidentStage, Noticeable, ReporterPosition, SettlementParty, ToldAs,
};
use crate::grpc::convert::choice::choices;
use crate::grpc::convert::reader::Choice;
use crate::grpc::pb;

choices! {
    IncidentKind {
        Accident, NearAccident, Violence, Improvement, SupplierFault, EquipmentFailure,
        LossDamageTheft, Chain,
    }
    IncidentPart { Client, Family, Practitioner, OtherProvider, Other }
    ReporterPosition { Witness, Involved, FoundEffects, ToldByClient }
    Noticeable { Yes, Perhaps, No }
    SettlementParty { Insurer, Police }
    IncidentClass { Incident, Calamity, Violence, Dismissal, InDoubt, StillInDoubt }
    IncidentStage { Reported, Assessed, InDoubt, Internal, Reportable, Notified, Inquired }
    IncidentAuthority { Inspectorate, MunicipalSupervisor }
    IncidentReply {
        Received, DateSet, ExtensionGranted, ExtensionRefused, MoreAsked, ReportAccepted,
        NoReportNeeded,
    }
    ToldAs { Client, Representative, NextOfKin }
    IncidentDate { TookPlace, Discovered, Received, Established }
}
