//! The fast path over what our own senders write saves time and never changes a result: the same Body with a space
//! in its first tag, which only the validated walk takes, says the same.

use emis_core::messages::DecodeError;
use emis_core::messages::appointments::GetAvailableAppointments;
use emis_core::messages::practice::GetClinicalVersionInformation;
use emis_core::profile::OpenProfile;
use emis_core::session::sessionless_reply;

/// The items of a list with this content.
fn items(space: &str, content: &str) -> Vec<Result<String, DecodeError>> {
    let text = format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>\
         <GetClinicalVersionInformationResponse xmlns=\"urn:emis-ps:1\"{space}><OdsCode>A81001</OdsCode>\
         <PracticeName>x</PracticeName><SchemaVersion>2.1</SchemaVersion><Live>true</Live>\
         <Operations>{content}</Operations></GetClinicalVersionInformationResponse></s:Body></s:Envelope>"
    );
    let reply = sessionless_reply::<GetClinicalVersionInformation, OpenProfile>(text.as_bytes())
        .unwrap_or_else(|error| panic!("{content}: {error}"));
    reply.operations.iter().map(|item| item.map(|text| text.to_string())).collect()
}

#[test]
fn a_list_says_the_same_in_both_walks() {
    for (content, count) in [
        ("", 0),
        ("<Operation>a</Operation><Operation>b</Operation>", 2),
        ("<Operation>a</Operation> <Operation a='/>'>b</Operation>\n", 2),
        ("<Operation>a</Operation><Later>x<y/></Later><Operation/>", 2),
        ("text<Operation>a</Operation>", 2),
        ("<Operation>a</Operation>text<Operation>b</Operation>&amp;", 4),
        ("<Operation><b/></Operation><Operation>b</Operation>", 2),
    ] {
        let fast = items("", content);
        assert_eq!(fast, items(" ", content), "{content}");
        assert_eq!(fast.len(), count, "{content}");
    }
}

/// A session's number and its clinicians'.
type Clinicians = (i64, Vec<Option<i64>>);

/// The sessions of a reply.
fn sessions(space: &str, sessions: &str) -> Vec<Result<Clinicians, DecodeError>> {
    let text = format!(
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>\
         <GetAvailableAppointmentsResponse xmlns=\"urn:emis-ps:1\"{space}><Slots></Slots>\
         <Sessions>{sessions}</Sessions></GetAvailableAppointmentsResponse></s:Body></s:Envelope>"
    );
    let reply = sessionless_reply::<GetAvailableAppointments<'_>, OpenProfile>(text.as_bytes())
        .unwrap_or_else(|error| panic!("{sessions}: {error}"));
    let read = |session: emis_core::messages::appointments::AppointmentSession<'_>| {
        (session.session_id, session.clinician_ids.iter().map(Result::ok).collect())
    };
    reply.sessions.iter().map(|session| session.map(read)).collect()
}

#[test]
fn an_unknown_element_of_a_lists_own_name_inside_it_does_not_end_it() {
    let plain = "<Session><SessionId>1</SessionId><ClinicianIds><ClinicianId>7</ClinicianId></ClinicianIds></Session>";
    let many = "<ClinicianId>7</ClinicianId>".repeat(20);
    for inner in [
        "<ClinicianIds></ClinicianIds>",
        "<ClinicianIds a=''></ClinicianIds>",
        "<ClinicianIds></ClinicianIds >",
    ] {
        // What follows the inner end tag is named like what would follow the outer one.
        for before in ["", &many] {
            let content = format!(
                "<Session><SessionId>2</SessionId><ClinicianIds>{before}<Session>{inner}</Session></ClinicianIds>\
                 </Session>{plain}"
            );
            let fast = sessions("", &content);
            assert_eq!(fast, sessions(" ", &content), "{content}");
            assert_eq!(fast.len(), 2, "{content}");
        }
    }
}

#[test]
fn a_list_that_stands_twice_is_an_error_in_both_walks() {
    for twice in
        ["</Operations><Operations>", "</Operations ><Operations a=''>", "</Operations ><Operations>"]
    {
        let text = format!(
            "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body>\
             <GetClinicalVersionInformationResponse xmlns=\"urn:emis-ps:1\"><OdsCode>A81001</OdsCode>\
             <PracticeName>x</PracticeName><SchemaVersion>2.1</SchemaVersion><Live>true</Live><Operations>{twice}\
             </Operations></GetClinicalVersionInformationResponse></s:Body></s:Envelope>"
        );
        assert!(
            sessionless_reply::<GetClinicalVersionInformation, OpenProfile>(text.as_bytes()).is_err(),
            "{text}"
        );
    }
}
