use proptest::prelude::*;

use super::*;

/// Number, address and full name of everyone.
fn people(list: &AddressList) -> Vec<(u32, String, String)> {
    let name = |one: &ListedPerson| {
        let parts = [&one.first_name, &one.last_name].map(|part| part.as_ref().map_or("", NamePart::as_str));
        parts.join("|")
    };
    list.people.iter().map(|one| (one.number, one.email.as_typed().to_owned(), name(one))).collect()
}

fn faults(list: &AddressList) -> Vec<(u32, &str, &str)> {
    list.faults.iter().map(|fault| (fault.number, fault.text.as_str(), fault.fault.code())).collect()
}

/// What is expected of some rows: number and two texts each.
type Rows<'a> = &'a [(u32, &'a str, &'a str)];

/// Each pasted text with who it names, all of them good.
#[test]
fn people_are_found_in_any_mess() {
    let table: &[(&str, Rows<'_>)] = &[
        ("mia@example.org", &[(1, "mia@example.org", "|")]),
        (
            "a@example.org, b@example.org;\r\n\r\n c@example.org\td@example.org",
            &[
                (1, "a@example.org", "|"),
                (1, "b@example.org", "|"),
                (3, "c@example.org", "|"),
                (3, "d@example.org", "|"),
            ],
        ),
        ("a@example.org b@example.org", &[(1, "a@example.org", "|"), (1, "b@example.org", "|")]),
        ("Mia Ito <mia@example.org>", &[(1, "mia@example.org", "Mia|Ito")]),
        ("Mia van Ito <mia@example.org>", &[(1, "mia@example.org", "Mia|van Ito")]),
        ("Mia <mia@example.org>", &[(1, "mia@example.org", "Mia|")]),
        ("<mia@example.org>", &[(1, "mia@example.org", "|")]),
        (
            "\"Ito, Mia\" <mia@example.org>, \"Berg, Bo\" <bo@example.org>",
            &[(1, "mia@example.org", "Mia|Ito"), (1, "bo@example.org", "Bo|Berg")],
        ),
        (
            "Ito, Mia <mia@example.org>; Berg, Bo <bo@example.org>",
            &[(1, "mia@example.org", "Mia|Ito"), (1, "bo@example.org", "Bo|Berg")],
        ),
        (
            "Ito, Mia <mia@example.org>, Berg, Bo <bo@example.org>",
            &[(1, "mia@example.org", "Mia|Ito"), (1, "bo@example.org", "Bo|Berg")],
        ),
        (
            "Mia Ito <mia@example.org> Bo Berg <bo@example.org>",
            &[(1, "mia@example.org", "Mia|Ito"), (1, "bo@example.org", "Bo|Berg")],
        ),
        ("Mia Ito, mia@example.org", &[(1, "mia@example.org", "Mia|Ito")]),
        (
            "Mia Ito, mia@example.org, Bo Berg, bo@example.org",
            &[(1, "mia@example.org", "Mia|Ito"), (1, "bo@example.org", "Bo|Berg")],
        ),
        ("Mia\tIto\tmia@example.org", &[(1, "mia@example.org", "Mia|Ito")]),
        ("mia@example.org;Ito, Mia", &[(1, "mia@example.org", "Mia|Ito")]),
        ("Mia Ito mia@example.org", &[(1, "mia@example.org", "Mia|Ito")]),
        ("mia@example.org (Mia Ito)", &[(1, "mia@example.org", "Mia|Ito")]),
        ("To: mia@example.org, bo@example.org", &[(1, "mia@example.org", "|"), (1, "bo@example.org", "|")]),
        ("E-mail: mia@example.org", &[(1, "mia@example.org", "|")]),
        (
            "- mia@example.org\n2. bo@example.org.\n* <mailto:Cy@example.org?subject=Hi>",
            &[(1, "mia@example.org", "|"), (2, "bo@example.org", "|"), (3, "Cy@example.org", "|")],
        ),
        (
            "\u{FEFF}\u{200B}mia@exam\u{AD}ple.org\u{A0}\r bo@example.org\u{2028}\u{202A}cy@example.org\u{202C}",
            &[(1, "mia@example.org", "|"), (2, "bo@example.org", "|"), (3, "cy@example.org", "|")],
        ),
        (
            "Name;E-Mail\nMia Ito;mia@example.org\n\"Berg; Bo\";bo@example.org",
            &[(2, "mia@example.org", "Mia|Ito"), (3, "bo@example.org", "Berg;|Bo")],
        ),
        (
            "王小明，ming@example.org\nليلى <layla@example.org>",
            &[(1, "ming@example.org", "王小明|"), (2, "layla@example.org", "ليلى|")],
        ),
        ("mia@example.org \"", &[(1, "mia@example.org", "|")]),
    ];
    for (text, expected) in table {
        let list = AddressList::read_pasted(text).unwrap();
        let expected: Vec<_> =
            expected.iter().map(|(number, email, name)| (*number, (*email).to_owned(), (*name).to_owned())).collect();
        assert_eq!((people(&list), faults(&list)), (expected, Vec::new()), "{text:?}");
    }
}

#[test]
fn what_is_no_address_is_a_fault_with_its_line() {
    let table: &[(&str, Rows<'_>)] = &[
        ("nobody", &[(1, "nobody", "email_malformed")]),
        ("a@example.org\n\nno body, at all", &[(3, "no body, at all", "email_malformed")]),
        ("a@example.org, nobody, b@example.org", &[(1, "nobody", "email_malformed")]),
        ("a@example.org, b.example.org", &[(1, "b.example.org", "email_malformed")]),
        ("mi ke@example.org", &[(1, "mi ke@example.org", "email_malformed")]),
        (
            "a@b\n@example.org\n<>\na@@example.org",
            &[
                (1, "a@b", "email_malformed"),
                (2, "@example.org", "email_malformed"),
                (3, "<>", "email_malformed"),
                (4, "a@@example.org", "email_malformed"),
            ],
        ),
        ("Mia\u{202E} Ito <mia@example.org>", &[(1, "Ito", "control_character")]),
    ];
    for (text, expected) in table {
        let list = AddressList::read_pasted(text).unwrap();
        let found: Vec<_> = faults(&list);
        let lines =
            |faults: &[(u32, &str, &str)]| faults.iter().map(|fault| (fault.0, fault.2.to_owned())).collect::<Vec<_>>();
        assert_eq!(lines(&found), lines(expected), "{text:?}: {found:?}");
    }
    let long = AddressList::read_pasted(&"x".repeat(500)).unwrap();
    assert_eq!(long.faults[0].text.chars().count(), 81, "shortened");
}

fn table(rows: &[&[&str]]) -> AddressList {
    let record = |(number, cells): (u32, &&[&str])| Record {
        number,
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
    };
    AddressList::read_table((1..).zip(rows).map(record)).unwrap()
}

#[test]
fn headings_are_read_in_four_languages_and_any_order() {
    for (heading, row, name) in [
        (
            &["email", "first_name", "last_name", "role"][..],
            &["mia@example.org", "Mia", "Ito", "presenter"][..],
            "Mia|Ito",
        ),
        (
            &["Rolle", "Nachname", "Vorname", "E-Mail-Adresse"],
            &["Referentin", "Ito", "Mia", "mia@example.org"],
            "Mia|Ito",
        ),
        (&["Name", "Vorname", "E-Mail", "Funktion"], &["Ito", "Mia", "mia@example.org", "Presenter"], "Mia|Ito"),
        (&["Nom", "Prénom", "Courriel", "Rôle"], &["Ito", "Mia", "mia@example.org", "intervenante"], "Mia|Ito"),
        (
            &["Nombre", "Apellidos", "Correo electrónico", "Rol"],
            &["Mia", "Ito", "mia@example.org", "ponente"],
            "Mia|Ito",
        ),
        (&["Nombre", "Correo", "Rol"], &["Mia Ito", "mia@example.org", "ponente"], "Mia|Ito"),
        (&["Nom", "Adresse e-mail", "Fonction"], &["Mia Ito", "mia@example.org", "présentatrice"], "Mia|Ito"),
        (&["Phone", "Display Name", "Mail", "Role"], &["030 1", "Ito, Mia", "mia@example.org", "PRESENTER"], "Mia|Ito"),
        (&["Role", "Contact"], &["presenter", "Mia Ito <mia@example.org>"], "Mia|Ito"),
    ] {
        let list = table(&[heading, row]);
        assert_eq!(people(&list), [(2, "mia@example.org".to_owned(), name.to_owned())], "{heading:?}");
        assert_eq!((list.people[0].role, faults(&list)), (Some(Role::Presenter), Vec::new()), "{heading:?}");
    }
}

#[test]
fn columns_are_found_without_a_heading() {
    let list = table(&[
        &["1", "Mia", "Ito", "mia@example.org", "attendee", "de-AT"],
        &["2", "Bo", "Berg", "bo@example.org", "", "French"],
        &["", "", "", "", "", ""],
        &["4", "No", "Body", "", "", ""],
    ]);
    assert_eq!(
        people(&list),
        [
            (1, "mia@example.org".to_owned(), "Mia|Ito".to_owned()),
            (2, "bo@example.org".to_owned(), "Bo|Berg".to_owned())
        ]
    );
    let languages: Vec<_> = list.people.iter().map(|one| one.language).collect();
    assert_eq!(languages, [Some(Language::German), Some(Language::French)]);
    assert_eq!(faults(&list), [(4, "4 No Body", "blank")]);
    let full = table(&[&["mia@example.org", "Mia Ito"], &["bo@example.org", ""]]);
    assert_eq!(people(&full)[0].2, "Mia|Ito");
}

#[test]
fn faults_name_the_row_and_the_part() {
    let long = "x".repeat(101);
    let list = table(&[
        &["email", "first name", "role"],
        &["mia@example.org", "Mia", "king"],
        &["bo", "Bo", ""],
        &["cy@example.org", &long, ""],
        &["di@example.org", "Di", ""],
    ]);
    let found: Vec<_> = list.faults.iter().map(|fault| (fault.number, fault.column, fault.fault.code())).collect();
    assert_eq!(
        found,
        [(2, Column::Role, "not_a_choice"), (3, Column::Email, "email_malformed"), (4, Column::Name, "too_long")]
    );
    assert_eq!((list.people.len(), list.rows()), (1, 4));
}

#[test]
fn repeated_addresses_are_one_person_with_the_names_of_later_rows() {
    let list = table(&[
        &["email", "first name", "last name", "role"],
        &["mia@example.org", "", "", ""],
        &["MIA@Example.ORG", "Mia", "Ito", "presenter"],
        &["mia@example.org", "Maria", "Other", "attendee"],
        &["mia+x@example.org", "", "", ""],
    ]);
    assert_eq!(
        people(&list),
        [(2, "mia@example.org".to_owned(), "Mia|Ito".to_owned()), (5, "mia+x@example.org".to_owned(), "|".to_owned())]
    );
    assert_eq!((list.merged, list.people[0].role), (2, Some(Role::Presenter)));
}

#[test]
fn a_list_is_bounded_in_rows_and_bytes() {
    let rows = |count: usize| (0..count).map(|number| format!("p{number}@example.org")).collect::<Vec<_>>().join("\n");
    assert_eq!(AddressList::read_pasted(&rows(10_000)).unwrap().people.len(), 10_000);
    let too_many = Err(Malformed::TooMany { max: 10_000 });
    assert_eq!(AddressList::read_pasted(&rows(10_001)), too_many);
    let record = |number| Record { number, cells: vec!["same@example.org".to_owned()] };
    assert_eq!(AddressList::read_table((1..=10_001).map(record)), too_many, "repeated ones count, too");
    let large = "x".repeat(AddressList::MAX_BYTES + 1);
    assert_eq!(AddressList::read_pasted(&large), Err(Malformed::TooLong { max: AddressList::MAX_BYTES }));
    assert_eq!(AddressList::read_pasted(" ,;\n\t\n").unwrap(), AddressList::default());
}

/// Names as they are written in many places; each comes through whole.
#[test]
fn names_of_every_script_come_through() {
    for (first, last) in [
        ("Zoë", "Müller-Lüdenscheidt"),
        ("Þórdís", "Ægisdóttir"),
        ("Łukasz", "Żółć"),
        ("Nguyễn", "Thị Ánh"),
        ("Σοφία", "Παπαδοπούλου"),
        ("Наталья", "Щербакова"),
        ("ნინო", "ბერიძე"),
        ("Անի", "Հակոբյան"),
        ("שרה", "כהן"),
        ("ليلى", "الحسن"),
        ("می\u{200C}خواهم", "رضایی"),
        ("अनन्या", "शर्मा"),
        ("আনিকা", "রহমান"),
        ("அனிதா", "குமார்"),
        ("สมชาย", "ใจดี"),
        ("小明", "王"),
        ("さくら", "田中"),
        ("지우", "김"),
        ("ኤልሳቤጥ", "ተስፋዬ"),
        ("Seán", "O’Connor"),
        ("Jean-Luc", "d'Arc"),
        ("𝒜da", "👩\u{200D}🚀"),
    ] {
        let cells = vec!["one@example.org".to_owned(), first.to_owned(), last.to_owned()];
        let heading = ["email", "first name", "last name"].map(str::to_owned).to_vec();
        let list =
            AddressList::read_table([Record { number: 1, cells: heading }, Record { number: 2, cells }]).unwrap();
        let person = &list.people[0];
        assert_eq!(
            (person.first_name.as_ref(), person.last_name.as_ref()),
            (Some(&NamePart::parse(first).unwrap()), Some(&NamePart::parse(last).unwrap()))
        );
        let again = AddressList::read_pasted(&write_table(&Headings::default(), &list.people)).unwrap();
        assert_eq!(again.people, list.people);
    }
}

/// Text of the letters that lists are made of, so that structure is found often.
fn mess() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,6}@[a-z]{1,5}\\.(org|de)",
        2 => "[A-Z][a-zé]{1,6}",
        1 => prop::sample::select(vec!["\"", "<", ">", "(", ")", "mailto:", "presenter", "van", "email", "Name", "@", "."]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![",", ";", "\t", "\n", " ", "\r\n", ", "]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn the_reader_takes_anything_and_every_address_it_gives_parses(text in prop_oneof![mess(), any::<String>()]) {
        let list = AddressList::read_pasted(&text).unwrap();
        let mut keys = std::collections::HashSet::new();
        for person in &list.people {
            prop_assert!(EmailAddress::parse(person.email.as_typed()).is_ok());
            prop_assert!(keys.insert(person.email.key().clone()), "each address once");
            prop_assert!(person.role != Some(Role::Host));
        }
        // Nothing that looks like an address gets lost.
        prop_assert!(!text.contains('@') || list.rows() > 0);
    }

    #[test]
    fn tables_of_anything_are_read(rows in prop::collection::vec(prop::collection::vec(mess(), 0..5), 0..6)) {
        let records = (1..).zip(rows).map(|(number, cells)| Record { number, cells });
        for person in AddressList::read_table(records).unwrap().people {
            prop_assert!(EmailAddress::parse(person.email.as_typed()).is_ok());
        }
    }

    #[test]
    fn what_was_written_is_read_as_the_same(text in prop_oneof![mess(), any::<String>()]) {
        let mut list = AddressList::read_pasted(&text).unwrap();
        let mut again = AddressList::read_pasted(&write_table(&Headings::default(), &list.people)).unwrap();
        for person in list.people.iter_mut().chain(&mut again.people) {
            person.number = 0;
        }
        prop_assert_eq!(&again.people, &list.people);
        prop_assert!(again.faults.is_empty());
    }
}
