//! Makes the tests of `ServerHello`: a reply to BeginSession, good or bad, and what a client has when it comes.

use serde_json::json;

use super::case::{Case, Members, members};
use super::draw::hex;
use super::drive::Setting;
use super::schedule;
use crate::Done;

/// What the client has and what came.
#[derive(Clone)]
pub(super) struct Received {
    pub(super) setting: Setting,
    pub(super) validation: Vec<u8>,
    pub(super) version_named: bool,
}

impl Received {
    /// With the ServerValidation that is right for it. A key that is none is taken for the good one's.
    pub(super) fn signed(setting: Setting, version_named: bool, shared_secret: [u8; 32]) -> Self {
        let agreed = schedule::agree(&setting.keys, &setting.hello, &setting.answer, shared_secret);
        Self { validation: agreed.server_validation.to_vec(), setting, version_named }
    }

    pub(super) fn inputs(&self) -> Members {
        let Setting { keys, hello, answer, .. } = &self.setting;
        members(json!({
            "clientValidationKey": hex(&keys.client),
            "serverValidationKey": hex(&keys.server),
            "profile": hello.profile,
            "applicationId": hello.application_id,
            "odsCode": hello.ods_code,
            "schemaVersion": hello.schema_version,
            "patientRelationshipId": hello.patient_relationship_id,
            "replacesSessionId": hello.replaces_session_id,
            "clientNonce": hex(&hello.client_nonce),
            "clientPrivateKey": hex(&self.setting.client_private_key),
            "sessionId": answer.session_id,
            "serverNonce": hex(&answer.server_nonce),
            "serverPublicKey": hex(&answer.server_public_key),
            "iterations": answer.iterations,
            "idleTimeoutSeconds": answer.idle_timeout_seconds,
            "firstCallSeconds": answer.first_call_seconds,
            "practiceVersion": answer.practice_version,
            "serverValidation": hex(&self.validation),
            "patientRelationshipKey": self.setting.relationship_key,
            "versionNamed": self.version_named,
        }))
    }
}

/// Makes tests of one good reply.
pub(super) struct Maker {
    pub(super) good: Received,
    pub(super) shared_secret: [u8; 32],
    pub(super) cases: Vec<Case>,
}

impl Maker {
    pub(super) fn new(setting: Setting, version_named: bool) -> Done<Self> {
        let shared_secret =
            schedule::shared_secret(setting.client_private_key, &setting.answer.server_public_key)?;
        let good = Received::signed(setting, version_named, shared_secret);
        Ok(Self { good, shared_secret, cases: Vec::new() })
    }

    /// The inputs, then the results of the good reply, then the cause.
    pub(super) fn complete(&self, mut test: Members, cause: &str) -> Done<Members> {
        let Setting { keys, hello, answer, relationship_key, .. } = &self.good.setting;
        let agreed = schedule::agree(keys, hello, answer, self.shared_secret);
        let session = schedule::session_keys(&agreed, answer.iterations, relationship_key)?;
        test.extend(members(json!({
            "requestKey": hex(&session.request),
            "responseKey": hex(&session.response),
            "sessionHash0": hex(&session.hash0),
            "nextRelationshipKey": hex(&session.next_relationship),
            "cause": cause,
        })));
        Ok(test)
    }

    pub(super) fn flags(&self, flags: &[&'static str]) -> Vec<&'static str> {
        let mut flags = flags.to_vec();
        if self.good.version_named {
            flags.push("VersionNamed");
        }
        flags
    }

    pub(super) fn valid(&mut self, number: u32, comment: &str, flags: &[&'static str]) -> Done {
        let test = self.complete(self.good.inputs(), "")?;
        self.cases.push(Case::valid(number, comment, &self.flags(flags), test));
        Ok(())
    }

    pub(super) fn invalid(
        &mut self,
        number: u32,
        comment: &str,
        flags: &[&'static str],
        bad: &Received,
        cause: &str,
    ) -> Done {
        let mut flags = self.flags(flags);
        if !bad.version_named {
            flags.retain(|flag| *flag != "VersionNamed");
        }
        let test = self.complete(bad.inputs(), cause)?;
        self.cases.push(Case::invalid(number, comment, &flags, &self.good.inputs(), test, &[]));
        Ok(())
    }

    /// ServerValidation is the good reply's.
    pub(super) fn altered(&mut self, number: u32, comment: &str, change: impl Fn(&mut Setting)) -> Done {
        let mut bad = self.good.clone();
        change(&mut bad.setting);
        self.invalid(number, comment, &["Altered"], &bad, "Validation")
    }

    /// ServerValidation is right for the bad value.
    pub(super) fn signed(
        &mut self,
        number: u32,
        comment: &str,
        flags: &[&'static str],
        cause: &str,
        change: impl Fn(&mut Setting),
    ) -> Done {
        let mut setting = self.good.setting.clone();
        change(&mut setting);
        let bad = Received::signed(setting, self.good.version_named, self.shared_secret);
        self.invalid(number, comment, flags, &bad, cause)
    }
}
