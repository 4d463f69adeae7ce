//! ResetAccountLinkageKey: what stops working, and what begins.

use super::*;

// REC-1
#[test]
fn a_reset_locks_the_others_out_and_lets_one_in() {
    let mut stage = Stage::new();
    let before = stage.world.pin_documents(D)[0].clone();
    let id = stage.patient(D, 0);
    let reset = stage.reset(&id, "first new key").unwrap();
    assert_eq!(reset.ended, core::slice::from_ref(&id));
    assert!(stage.world.relationship(&id).unwrap().key.is("first new key"));
    assert_eq!(refused(stage.pin(OTHER_APP, &before)), FaultCode::LinkageKeyMismatch);

    let after = stage.world.pin_documents(D)[0].clone();
    assert_eq!(after.linkage_key, reset.linkage_key.reveal());
    let other = stage.pin(OTHER_APP, &after).unwrap().relationship_id;
    stage.world.confirm(&other).unwrap();
    assert_eq!(refused(stage.pin(OTHER_APP, &after)), FaultCode::AlreadyLinked, "one further registration");

    let reset = stage.reset(&other, "second new key").unwrap();
    let mut both = [id.clone(), other.clone()];
    both.sort();
    assert_eq!(reset.ended, both);
    assert!(stage.world.relationship(&id).is_none());
    assert_eq!(refused(stage.reset(&id, "third")), FaultCode::SessionInvalidated);
    assert!(stage.world.relationship(&other).unwrap().key.is("second new key"));
}

#[test]
fn a_restricted_account_resets_nothing() {
    let mut stage = Stage::new();
    let id = stage.special(D, Letter::Restricted);
    let before = stage.world.clone();
    assert_eq!(refused(stage.reset(&id, "key")), FaultCode::AccountRestricted);
    assert_eq!(stage.world, before);
}
