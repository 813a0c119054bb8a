//! Every projection, rebuilt from its records and held against what was served.

use griffie::grpc::pb;

use crate::dossiers::two_dossiers;
use crate::register_given::dossier;
use crate::served::*;

impl Served {
    fn rebuilds(&self) -> Vec<pb::RebuiltProjection> {
        let mut client = self.connection.replay();
        let rebuilt = self.given.wait(client.rebuild(pb::RebuildRequest {})).unwrap();
        rebuilt.into_inner().projections
    }

    /// Has the list of dossiers and both dossiers folded, by asking for them.
    fn is_asked(&self) {
        let access_context = access(pb::Role::Owner, pb::Purpose::QualityReview);
        let list = pb::ListDossiersRequest { access_context, ..pb::ListDossiersRequest::default() };
        let mut client = self.connection.dossier();
        assert_eq!(
            self.given.wait(client.list_dossiers(list)).unwrap().into_inner().dossiers.len(),
            2
        );
        for number in [1, 2] {
            let dossier_id = dossier(number).to_string();
            let request = pb::GetDossierRequest {
                access_context,
                dossier_id,
                ..pb::GetDossierRequest::default()
            };
            self.given.wait(client.get_dossier(request)).unwrap();
        }
    }
}

fn of<'a>(rebuilt: &'a [pb::RebuiltProjection], name: &str) -> &'a pb::RebuiltProjection {
    rebuilt.iter().find(|it| it.name == name).unwrap()
}

#[test]
fn what_was_served_equals_what_the_records_make() {
    let served = served(two_dossiers());
    served.is_asked();
    let rebuilt = served.rebuilds();
    assert_eq!(rebuilt.len(), 13);
    assert!(rebuilt.iter().all(|it| it.differs_at.is_none()), "{rebuilt:?}");
    let dossiers = of(&rebuilt, "dossiers");
    assert_eq!((dossiers.records, dossiers.served_below > 0), (2, true));
    assert_eq!(of(&rebuilt, "folded streams").records, 8);
    assert_eq!(of(&rebuilt, "index").records, served.given.register.size());
}

#[test]
fn what_is_served_and_no_record_makes_any_more_is_named_with_its_position() {
    // Given a list that was served, of which a record was lost since: what is kept in memory no longer rests on any record.
    let served = served(two_dossiers());
    served.is_asked();
    served.given.boxes_vanish(&[4]);
    assert_eq!(served.given.accept_damage(), 1);
    let rebuilt = served.rebuilds();
    assert_eq!(of(&rebuilt, "dossiers").differs_at, Some(4));
    assert_eq!(of(&rebuilt, "folded streams").differs_at, Some(4));
    assert_eq!(of(&rebuilt, "index").differs_at, None);
    assert_eq!(of(&rebuilt, "tree").differs_at, None);
}
