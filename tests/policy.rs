//! No rpc is reachable that the policy table does not know, and the table names none that is not there.

use std::collections::BTreeSet;

use griffie::access::Operation;
use griffie::grpc::pb;
use prost::Message;

#[test]
fn what_can_stay_open_is_known_to_be_watched() {
    let set = prost_types::FileDescriptorSet::decode(pb::DESCRIPTORS).expect("descriptors");
    for file in set.file.iter().filter(|file| file.package().starts_with("griffie.")) {
        for service in &file.service {
            for method in &service.method {
                let path = format!("/{}.{}/{}", file.package(), service.name(), method.name());
                let operation = Operation::of_path(&path).expect("an operation");
                let streams = method.client_streaming() || method.server_streaming();
                assert_eq!(operation.streams(), streams, "{path}");
            }
        }
    }
}

#[test]
fn the_policy_table_and_the_wire_contract_name_the_same_operations() {
    let set = prost_types::FileDescriptorSet::decode(pb::DESCRIPTORS).expect("descriptors");
    let mut wire = BTreeSet::new();
    for file in set.file.iter().filter(|file| file.package().starts_with("griffie.")) {
        for service in &file.service {
            for method in &service.method {
                wire.insert(format!("{}.{}/{}", file.package(), service.name(), method.name()));
            }
        }
    }
    let table: BTreeSet<String> =
        Operation::ALL.iter().map(|operation| operation.path().to_owned()).collect();
    assert_eq!(table, wire);
    assert!(wire.len() > 30);
}
