//! Responses by their tables: they say what another parser finds, and what cannot be read has the same error as by the types.

use crate::common::by_table::{NEWEST, VERSIONS, read, said, verdict};
use crate::common::catalogue::responses;
use crate::common::fields::{
    FORMS, Form, around, bad, body, content, each, element, good, is_required, unusual, whole, written,
};
use crate::common::made::Maker;
use emis_core::messages::{FieldType, Side};

#[test]
fn responses_say_what_another_parser_finds() {
    for response in responses() {
        let info = response.info;
        let same = |text: &str| {
            let expected = crate::common::tree::message(text, info.response_name, info.response).unwrap();
            read(info, NEWEST, text, |found| {
                let found = found.unwrap_or_else(|error| panic!("{error}: {text}"));
                assert_eq!(said(&found, info.response), expected, "{text}");
            });
        };
        for seed in 0..40 {
            for wild in [false, true] {
                same(&Maker::new(seed, Side::Response, wild).body(info.response_name, info.response));
            }
        }
        for form in FORMS {
            same(&body(info.response_name, &content(info.response, form, NEWEST)));
        }
    }
}

#[test]
fn responses_of_a_version_have_what_it_has() {
    for version in VERSIONS {
        for response in responses().iter().filter(|response| response.info.since <= version) {
            // What is of a later version is passed over.
            let text = body(response.info.response_name, &whole(response.info.response, NEWEST));
            let own = whole(response.info.response, version);
            let expected = crate::common::tree::message(
                &body(response.info.response_name, &own),
                response.info.response_name,
                response.info.response,
            );
            read(response.info, version, &text, |found| {
                assert_eq!(Some(said(&found.unwrap(), response.info.response)), expected);
            });
        }
    }
}

/// Every field by itself: good, bad, absent, empty, twice, unknown beside it, with an element in it. The types are the
/// witness: the same error at the same field, and as many items of lists. `cargo xtask sweep` does so in every form.
#[test]
fn sweep_of_what_cannot_be_read() {
    let is_sweep = std::env::var_os("EMIS_SWEEP").is_some();
    let mut refusals = 0;
    for response in responses() {
        let info = response.info;
        // What is long takes long here, and each field of it stands in the shortest form too.
        let long = body(info.response_name, &whole(info.response, NEWEST)).len() > 4000;
        for form in if long || !is_sweep { &[Form::Least][..] } else { &FORMS } {
            let form = *form;
            each(info.response, form, NEWEST, &|put, fields, i| {
                let field = &fields[i];
                let mut cases = vec![
                    put(""),
                    put(&element(field.name(), "")),
                    put(&format!("<{}/>", field.name())),
                    put(&written(field, NEWEST).repeat(2)),
                    put(&format!("<Nonsense>x</Nonsense>{}", written(field, NEWEST))),
                    put(&element(field.name(), "<Nonsense>x</Nonsense>")),
                    put(&element(field.name(), "x")),
                    put(&format!("x{}", written(field, NEWEST))),
                ];
                if !matches!(field.holds(), FieldType::Element(_)) {
                    let values = [good(&field.holds()), bad(&field.holds())].concat();
                    for value in
                        values.iter().filter(|value| long || form == Form::Whole || value.len() < 5000)
                    {
                        cases.push(put(&around(field, value)));
                    }
                    cases.push(put(&around(field, "Nonsense")));
                    cases.push(put(&around(field, " x")));
                }
                for case in cases {
                    let text = body(info.response_name, &case);
                    assert_eq!(verdict(info, NEWEST, &text), (response.read)(&text, NEWEST), "{text}");
                    // It says no more in another form.
                    if case.len() > 3000 {
                        continue;
                    }
                    for text in unusual(info.response_name, &case) {
                        assert_eq!(verdict(info, NEWEST, &text), (response.read)(&text, NEWEST), "{text}");
                    }
                }
            });
        }
        refusals += info.response.iter().filter(|field| is_required(field)).count();
    }
    assert!(refusals > 20, "the tables have required fields: {refusals}");
}

#[test]
fn a_body_that_is_not_the_response_is_none() {
    for response in responses() {
        let good = body(response.info.response_name, &whole(response.info.response, NEWEST));
        let other = good.replace(response.info.response_name, "OtherResponse");
        for text in [
            "",
            "x",
            "<a/>",
            &other,
            &good.replace("urn:emis-ps:1", "urn:other"),
            &good[..good.len() - 1],
            &format!("{good}<a/>"),
        ] {
            assert_eq!(verdict(response.info, NEWEST, text), (response.read)(text, NEWEST), "{text}");
        }
    }
}
