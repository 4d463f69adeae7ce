//! The strict walk over what our own senders write saves time and never changes a result: the same Body with a space
//! in its first tag, which only the judged walk takes, says the same.

use emis_core::messages::DecodeError;
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
    let reply =
        sessionless_reply::<GetClinicalVersionInformation, OpenProfile>(text.as_bytes()).expect(content);
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
        let strict = items("", content);
        assert_eq!(strict, items(" ", content), "{content}");
        assert_eq!(strict.len(), count, "{content}");
    }
}
