//! The table of grounds and rights, whole.

use std::fmt::Write;

use griffie::domain::request::{RefusalGround, Right};

#[test]
fn which_ground_may_refuse_what() {
    let mut table = String::new();
    for ground in RefusalGround::all() {
        let rights = Right::ALL.iter().filter(|right| ground.refuses(**right));
        let rights: Vec<_> = rights.map(|right| right.as_str()).collect();
        writeln!(table, "{ground:?} ({}): {}", ground.article(), rights.join(", ")).unwrap();
    }
    insta::assert_snapshot!(table);
}
