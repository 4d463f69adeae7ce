//! The linkage key reset: both keys stored first, and the right one found after a lost reply.

use emis_client::change::Effect;
use emis_client::{Error, Link, LinkStore, Patient};
use emis_core::owned::practice::GetUserOptions;

use crate::common::Fate::{Expired, Failing, LostBack, LostThere, NotSent};
use crate::common::{World, practice_code, register};

const RESET: &str = "ResetAccountLinkageKey";
const BEGIN: &str = "BeginSession";
const OPTIONS: &str = "GetUserOptions";

fn works(world: &World, link: &Link) -> bool {
    world.connect().patient(link).ask(&GetUserOptions {}).is_ok()
}

fn stored(store: &Vec<Link>) -> Link {
    store.load(practice_code(), "a-label").unwrap().unwrap()
}

#[test]
fn a_reset_exchanges_the_key() {
    let world = World::new();
    let practice = world.connect();
    let (old, mut store) = (register(&practice, &world), Vec::new());
    let mut patient = practice.patient(&old);
    world.fates(&[(RESET, NotSent)]);
    let reset = patient.reset_linkage_key(&old, None, &mut store).unwrap();
    assert_eq!(reset.effect, Some(Effect::TookPlace));
    assert!(reset.linkage_key.is_some() && reset.stored.is_ok() && reset.link.pending().is_none());
    assert_eq!(world.tried(), [BEGIN, RESET, RESET]);
    // The patient goes on with the new key, and it is the stored one.
    assert!(patient.ask(&GetUserOptions {}).is_ok());
    assert!(works(&world, &stored(&store)));
    assert!(!works(&world, &old));
}

// SH-28
#[test]
fn a_lost_reset_is_settled_by_the_key_that_works() {
    for (fate, told) in [(LostThere, Effect::DidNotTakePlace), (LostBack, Effect::TookPlace)] {
        let world = World::new();
        let practice = world.connect();
        let (old, mut store) = (register(&practice, &world), Vec::new());
        let mut patient = practice.patient(&old);
        world.fates(&[(RESET, fate)]);
        let reset = patient.reset_linkage_key(&old, None, &mut store).unwrap();
        assert_eq!(reset.effect, Some(told), "{fate:?}");
        assert_eq!(world.tried().iter().filter(|operation| **operation == RESET).count(), 1);
        assert!(reset.linkage_key.is_none() && stored(&store).pending().is_none());
        assert!(patient.ask(&GetUserOptions {}).is_ok());
        assert!(works(&world, &stored(&store)));
        assert_eq!(works(&world, &old), told == Effect::DidNotTakePlace);
    }
}

// SH-27, SH-28: the session is over at both ends, so nothing that is read in it decides.
#[test]
fn a_reset_that_failed_is_settled_in_a_new_session() {
    let world = World::new();
    let practice = world.connect();
    let (old, mut store) = (register(&practice, &world), Vec::new());
    let mut patient = practice.patient(&old);
    patient.ask(&GetUserOptions {}).unwrap();
    world.fates(&[(RESET, Failing)]);
    let reset = patient.reset_linkage_key(&old, None, &mut store).unwrap();
    assert_eq!(reset.effect, Some(Effect::TookPlace));
    assert_eq!(world.tried(), [RESET, BEGIN, OPTIONS, BEGIN, OPTIONS]);
    assert!(reset.linkage_key.is_none() && stored(&store).pending().is_none());
    assert!(works(&world, &stored(&store)) && !works(&world, &old));
}

// SH-28
#[test]
fn two_refused_keys_are_both_kept_until_one_proves_right() {
    for fate in [LostThere, LostBack] {
        let world = World::new();
        let practice = world.connect();
        let (old, mut store) = (register(&practice, &world), Vec::new());
        in_doubt(&world, &mut practice.patient(&old), &old, &mut store, fate);
        let link = stored(&store);
        let mut patient = practice.patient(&link);
        // The practice drops each session before its first call, whose refusal is not authenticated.
        world.fates(&[(OPTIONS, Expired); 3]);
        let reset = patient.settle_reset(&link, &mut store).unwrap();
        assert_eq!(reset.effect, None);
        assert!(reset.stored.is_ok() && reset.link.pending().unwrap().needs_registration);
        let link = stored(&store);
        assert!(link.pending().unwrap().needs_registration);

        world.fates(&[]);
        let reset = patient.settle_reset(&link, &mut store).unwrap();
        assert!(matches!(reset.effect, Some(Effect::TookPlace | Effect::DidNotTakePlace)));
        assert!(stored(&store).pending().is_none() && works(&world, &stored(&store)), "{fate:?}");
    }
}

// SH-38
/// A second reset would put its own key in the place of the one that may be right.
#[test]
fn no_reset_is_made_while_another_is_in_doubt() {
    let world = World::new();
    let practice = world.connect();
    let (old, mut store) = (register(&practice, &world), Vec::new());
    in_doubt(&world, &mut practice.patient(&old), &old, &mut store, LostBack);
    let link = stored(&store);
    let practice = world.connect();
    let mut patient = practice.patient(&link);
    world.fates(&[]);
    let refused = patient.reset_linkage_key(&link, None, &mut store).unwrap_err();
    assert!(matches!(refused, Error::ResetUnsettled), "{refused}");
    assert_eq!(world.tried(), [""; 0]);
    assert!(stored(&store).pending().unwrap().key == link.pending().unwrap().key);
}

#[test]
fn a_reset_that_was_not_sent_leaves_no_pending_key() {
    let world = World::new();
    let practice = world.connect();
    let (old, mut store) = (register(&practice, &world), Vec::new());
    world.fates(&[(RESET, NotSent); 2]);
    practice.patient(&old).reset_linkage_key(&old, None, &mut store).unwrap_err();
    assert!(stored(&store).pending().is_none() && works(&world, &old));
}

fn in_doubt(
    world: &World,
    patient: &mut Patient<'_, World>,
    link: &Link,
    store: &mut Vec<Link>,
    fate: crate::common::Fate,
) {
    patient.ask(&GetUserOptions {}).unwrap();
    world.fates(&[(RESET, fate), (BEGIN, LostThere), (BEGIN, LostThere)]);
    let reset = patient.reset_linkage_key(link, None, store).unwrap();
    assert!(reset.effect.is_none() && reset.link.pending().is_some());
    world.fates(&[]);
}

#[test]
fn a_reset_in_doubt_is_settled_after_a_restart() {
    for (fate, told) in [(LostThere, Effect::DidNotTakePlace), (LostBack, Effect::TookPlace)] {
        let world = World::new();
        let practice = world.connect();
        let (old, mut store) = (register(&practice, &world), Vec::new());
        in_doubt(&world, &mut practice.patient(&old), &old, &mut store, fate);
        let link = stored(&store);
        assert!(link.pending().is_some_and(|pending| pending.session.is_some()));

        let practice = world.connect();
        let mut patient = practice.patient(&link);
        // A lost answer proves neither key.
        world.fates(&[(OPTIONS, LostThere); 3]);
        assert!(patient.settle_reset(&link, &mut store).is_err());
        assert!(stored(&store).pending().is_some());
        world.fates(&[]);
        let reset = patient.settle_reset(&link, &mut store).unwrap();
        assert_eq!(reset.effect, Some(told), "{fate:?}");
        assert!(works(&world, &stored(&store)));
        assert!(matches!(patient.settle_reset(&stored(&store), &mut store), Err(Error::Interrupted)));
    }
}
