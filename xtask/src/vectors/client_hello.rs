//! What a server receives as BeginSession, and has to refuse.

use serde_json::json;

use super::case::{Case, Members, members};
use super::draw::{hex, session_id};
use super::key_schedule::{application, patient};
use super::points::points;
use super::schedule::{Hello, Keys, public_key};
use crate::Done;

fn inputs(keys: &Keys, hello: &Hello, validation: &[u8]) -> Members {
    members(json!({
        "clientValidationKey": hex(&keys.client),
        "profile": hello.profile,
        "applicationId": hello.application_id,
        "odsCode": hello.ods_code,
        "schemaVersion": hello.schema_version,
        "patientRelationshipId": hello.patient_relationship_id,
        "replacesSessionId": hello.replaces_session_id,
        "clientNonce": hex(&hello.client_nonce),
        "clientPublicKey": hex(&hello.client_public_key),
        "clientValidation": hex(validation),
    }))
}

fn fault(cause: &str) -> &'static str {
    match cause {
        "Profile" => "ProfileNotSupported",
        "Form" => "MalformedRequest",
        "Validation" | "PublicKey" => "ValidationFailed",
        _ => "",
    }
}

fn validated(mut inputs: Members, cause: &str) -> Members {
    inputs.insert("cause".into(), cause.into());
    inputs.insert("fault".into(), fault(cause).into());
    inputs
}

/// A change of a good hello.
type Change = Box<dyn Fn(&mut Hello)>;

/// Makes tests of one good hello.
struct Maker {
    keys: Keys,
    good: Hello,
    cases: Vec<Case>,
}

impl Maker {
    fn valid(&mut self, number: u32, comment: &str, flags: &[&'static str], hello: &Hello) {
        let test = validated(inputs(&self.keys, hello, &hello.validation(&self.keys)), "");
        self.cases.push(Case::valid(number, comment, flags, test));
    }

    /// A test that differs from the good hello in `bad` and has this ClientValidation.
    fn invalid(
        &mut self,
        number: u32,
        comment: &str,
        flags: &[&'static str],
        bad: &Hello,
        validation: &[u8],
        cause: &str,
    ) {
        let good = inputs(&self.keys, &self.good, &self.good.validation(&self.keys));
        let bad = validated(inputs(&self.keys, bad, validation), cause);
        self.cases.push(Case::invalid(number, comment, flags, &good, bad, &[]));
    }

    fn changed(&self, change: impl Fn(&mut Hello)) -> Hello {
        let mut hello = self.good.clone();
        change(&mut hello);
        hello
    }

    /// ClientValidation is the good hello's.
    fn altered(&mut self, number: u32, comment: &str, change: impl Fn(&mut Hello)) {
        let (bad, validation) = (self.changed(change), self.good.validation(&self.keys));
        self.invalid(number, comment, &["Altered"], &bad, &validation, "Validation");
    }

    /// ClientValidation is right for the bad value.
    fn signed(
        &mut self,
        number: u32,
        comment: &str,
        flags: &[&'static str],
        cause: &str,
        change: impl Fn(&mut Hello),
    ) {
        let bad = self.changed(change);
        self.invalid(number, comment, flags, &bad, &bad.validation(&self.keys), cause);
    }
}

/// The tests.
pub(super) fn cases() -> Done<Vec<Case>> {
    let setting = patient("client hello")?;
    let mut good = setting.hello;
    good.replaces_session_id = session_id("client hello: replaced");
    let mut maker = Maker { keys: setting.keys, good, cases: Vec::new() };
    valid(&mut maker)?;
    altered(&mut maker)?;
    values(&mut maker);
    keys(&mut maker)?;
    validations(&mut maker);
    Ok(maker.cases)
}

fn valid(maker: &mut Maker) -> Done {
    let hello = maker.good.clone();
    maker.valid(
        201,
        "a patient session that replaces another",
        &["PatientSession", "ReplacesSession"],
        &hello,
    );
    let hello = application("client hello")?.hello;
    maker.valid(202, "an application session", &["ApplicationSession"], &hello);
    let hello = maker.changed(|hello| {
        hello.replaces_session_id.clear();
        hello.schema_version = "1.0".into();
    });
    maker.valid(203, "a patient session at the lowest version", &["PatientSession"], &hello);
    Ok(())
}

fn altered(maker: &mut Maker) -> Done {
    let other_key = public_key(patient("another client hello")?.client_private_key)?;
    let changes: [(u32, &str, Change); 10] = [
        (211, "another applicationId", Box::new(|h| h.application_id.replace_range(35.., "7"))),
        (212, "another odsCode", Box::new(|h| h.ods_code = "A81002".into())),
        (213, "another schemaVersion", Box::new(|h| h.schema_version = "2.0".into())),
        (
            214,
            "another patientRelationshipId",
            Box::new(|h| h.patient_relationship_id = "9a7f3c-relationship-2".into()),
        ),
        (
            215,
            "patientRelationshipId left out, which makes it an application session",
            Box::new(|h| h.patient_relationship_id.clear()),
        ),
        (216, "another replacesSessionId", Box::new(|h| h.replaces_session_id = session_id("another"))),
        (217, "replacesSessionId left out", Box::new(|h| h.replaces_session_id.clear())),
        (218, "the first bit of clientNonce", Box::new(|h| h.client_nonce[0] ^= 0x80)),
        (219, "the last bit of clientNonce", Box::new(|h| h.client_nonce[31] ^= 1)),
        (220, "another good clientPublicKey", Box::new(move |h| h.client_public_key = other_key.to_vec())),
    ];
    for (number, comment, change) in changes {
        maker.altered(number, comment, change);
    }
    // Two fields that run together: only their lengths in the transcript keep them apart.
    maker.altered(221, "a character moved from odsCode's end to schemaVersion's beginning", |hello| {
        hello.ods_code = "A8100".into();
        hello.schema_version = "12.1".into();
    });
    Ok(())
}

fn values(maker: &mut Maker) {
    maker.signed(231, "another profile", &["UnknownProfile"], "Profile", |h| h.profile = "emis-ps/2".into());
    maker.signed(232, "the profile's name in capitals", &["UnknownProfile"], "Profile", |h| {
        h.profile = "EMIS-PS/1".into();
    });
    maker.signed(
        233,
        "another profile, and a form that ours does not have",
        &["UnknownProfile"],
        "Profile",
        |h| {
            h.profile = "emis-ps/2".into();
            h.client_nonce.push(0);
        },
    );
    let forms: [(u32, &str, Change); 10] = [
        (
            234,
            "an applicationId with capitals",
            Box::new(|h| h.application_id = h.application_id.to_uppercase()),
        ),
        (235, "an odsCode in small letters", Box::new(|h| h.ods_code = "a81001".into())),
        (236, "an odsCode of 2 characters", Box::new(|h| h.ods_code = "A8".into())),
        (237, "an odsCode of 11 characters", Box::new(|h| h.ods_code = "A8100100000".into())),
        (238, "a schemaVersion with a leading zero", Box::new(|h| h.schema_version = "2.01".into())),
        (239, "a schemaVersion without its second number", Box::new(|h| h.schema_version = "2".into())),
        (
            240,
            "a patientRelationshipId of 65 characters",
            Box::new(|h| h.patient_relationship_id = "a".repeat(65)),
        ),
        (
            241,
            "a patientRelationshipId with a character that it may not have",
            Box::new(|h| h.patient_relationship_id = "9a7f3c_1".into()),
        ),
        (
            242,
            "a replacesSessionId with capitals",
            Box::new(|h| h.replaces_session_id = h.replaces_session_id.to_uppercase()),
        ),
        (243, "a replacesSessionId of 31 digits", Box::new(|h| h.replaces_session_id.truncate(31))),
    ];
    for (number, comment, change) in forms {
        maker.signed(number, comment, &["FieldForm"], "Form", change);
    }
    for (number, length) in [(251, 31), (252, 33), (253, 0), (254, 16)] {
        let comment = format!("a clientNonce of {length} bytes");
        maker.signed(number, &comment, &["NonceLength"], "Form", move |h| h.client_nonce.resize(length, 0));
    }
}

fn keys(maker: &mut Maker) -> Done {
    for (i, point) in points(&maker.good.client_public_key)?.into_iter().enumerate() {
        let number = 261 + u32::try_from(i)?;
        let comment = format!("clientPublicKey: {}", point.comment);
        maker.signed(number, &comment, point.flags, point.cause, |h| {
            h.client_public_key.clone_from(&point.bytes);
        });
    }
    let off_curve = maker.changed(|h| h.client_public_key[64] ^= 1);
    let validation = maker.good.validation(&maker.keys);
    maker.invalid(
        279,
        "a point that is not on the curve under a ClientValidation that does not fit it: validation is checked first",
        &["Altered", "OffCurve"],
        &off_curve,
        &validation,
        "Validation",
    );
    Ok(())
}

fn validations(maker: &mut Maker) {
    let good = maker.good.clone();
    let right = good.validation(&maker.keys);
    for (number, comment, place, bit) in [
        (281, "the first bit of clientValidation", 0, 0x80),
        (282, "the last bit of clientValidation", 31, 1),
    ] {
        let mut validation = right;
        validation[place] ^= bit;
        maker.invalid(number, comment, &["Altered"], &good, &validation, "Validation");
    }
    maker.invalid(283, "a clientValidation of zeros", &["Altered"], &good, &[0; 32], "Validation");
    let other = Keys { client: maker.keys.server, server: maker.keys.client };
    maker.invalid(
        284,
        "a clientValidation under the server's key",
        &["Altered"],
        &good,
        &good.validation(&other),
        "Validation",
    );
    for (number, length) in [(285, 31), (286, 33), (287, 0), (288, 16)] {
        let mut validation = right.to_vec();
        validation.resize(length, 0);
        let comment = format!("a clientValidation of {length} bytes");
        maker.invalid(number, &comment, &["ValidationLength"], &good, &validation, "Form");
    }
}
