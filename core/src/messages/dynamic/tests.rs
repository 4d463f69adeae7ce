//! The one table of all operations says what the public tables say.

extern crate std;

use std::vec::Vec;

use super::super::field::{Field, Kind, Occurs};
use super::super::row::kind;
use super::super::{Called, OPERATIONS, Row};
use super::{OperationId, response_fields, tables};

fn same(rows: &'static [Row], fields: &'static [Field]) -> usize {
    assert_eq!(rows.len(), fields.len());
    let mut count = rows.len();
    for (row, field) in rows.iter().zip(fields) {
        assert_eq!((row.name(), row.since()), (field.name(), field.since));
        assert_eq!(row.value_name(), field.item_name().unwrap_or(field.name()));
        let stands = (row.is_once(), row.is_optional(), row.is_arm(), row.is_list(), row.is_any_list());
        let (expected, most) = match field.occurs() {
            Occurs::Once => ((true, false, false, false, false), usize::MAX),
            Occurs::Optional => ((false, true, false, false, false), usize::MAX),
            Occurs::Arm => ((false, false, true, false, false), usize::MAX),
            Occurs::List => ((false, false, false, true, true), usize::MAX),
            Occurs::Many(most) => ((false, false, false, true, false), most),
        };
        assert_eq!((stands, row.most()), (expected, most), "{}", field.name());
        let absent = matches!(field.occurs(), Occurs::Optional | Occurs::List);
        assert_eq!(row.may_be_absent(), absent);
        match field.kind() {
            Kind::Struct(inner) => count += same(tables::fields(row.kind()).unwrap(), inner),
            Kind::Words(words) => {
                let listed: Vec<_> = tables::words(row).unwrap().split_terminator(' ').collect();
                assert_eq!(listed, *words);
            }
            Kind::Text(limit) => assert_eq!(row.limit(), limit),
            other => {
                // The same as the row that is made of the field alone.
                let plain = Row::new(field.name(), field.item_name(), field.since, field.occurs(), other);
                assert_eq!(row.kind(), plain.kind());
                assert!((kind::BASE64..kind::WORDS).contains(&row.kind()));
            }
        }
        assert_eq!(tables::fields(row.kind()).is_some(), matches!(field.kind(), Kind::Struct(_)));
        if tables::fields(row.kind()).is_none() {
            assert_eq!(tables::words(row).is_some(), matches!(field.kind(), Kind::Words(_)));
        }
    }
    count
}

#[test]
fn the_tables_say_what_the_operations_say() {
    let mut rows = 0;
    for info in OPERATIONS.iter().filter(|info| info.name != "BeginSession") {
        let operation = OperationId::find(info.name).unwrap();
        let called: &Called = operation.called();
        assert_eq!(operation.info().map(|found| found.name), Some(info.name));
        assert_eq!((called.name(), called.response.name()), (info.name, info.response_name));
        assert_eq!((called.since(), called.allowed, called.ends), (info.since, info.allowed, info.ends));
        rows += same(operation.request(), info.request) + same(response_fields(called), info.response);
    }
    assert!(rows > 250, "{rows}");
    assert_eq!(OperationId::all().len(), OPERATIONS.len() - 1);
}
