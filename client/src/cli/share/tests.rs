//! The command line of `limpid share`.

use super::ShareCommand;
use clap::Parser;

#[derive(Debug, Parser)]
struct Share {
    #[command(subcommand)]
    command: ShareCommand,
}

const DIGEST: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn parse(line: &str) -> Result<ShareCommand, clap::Error> {
    let words = ["limpid"].into_iter().chain(line.split(' '));
    Share::try_parse_from(words).map(|parsed| parsed.command)
}

const PUBLISH: &str = "publish a.zip --store s --schema zip --url https://share.example.cn --kind records --division 320500 \
                       --from 2026-01-01 --until 2026-01-08 --title week";

#[test]
fn an_escrow_has_a_threshold_and_agencies() {
    let publish = PUBLISH.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(parse(&publish).is_ok());
    assert!(parse(&format!("{publish} --escrow 2,3,4 --threshold 2")).is_ok());
    assert!(parse(&format!("{publish} --escrow 2,3,4")).is_err());
    assert!(parse(&format!("{publish} --threshold 2")).is_err());
}

#[test]
fn a_subject_is_a_permit_or_an_outlet() {
    let publish = PUBLISH.split_whitespace().collect::<Vec<_>>().join(" ");
    let subject = |subject: &str| match parse(&format!("{publish} --subject {subject}"))
        .map_err(|error| error.to_string())?
    {
        ShareCommand::Publish(args) => Ok(format!("{args:?}")),
        other => Err(format!("{other:?}")),
    };
    assert!(subject("91130200699229617X001P")
        .unwrap()
        .contains("Permit("));
    assert!(subject("91130200699229617X001P/DA001")
        .unwrap()
        .contains("Outlet("));
    assert!(subject("DA001")
        .unwrap_err()
        .contains("neither a permit nor an outlet"));
}

#[test]
fn tls_and_deposits_are_named_whole() {
    assert!(parse("serve --store s").is_ok());
    assert!(parse("serve --store s --tls-cert c.pem --tls-key k.pem").is_ok());
    assert!(parse("serve --store s --tls-cert c.pem").is_err());
    assert!(parse("serve --store s --tls-key k.pem").is_err());
    let outlet = "--refusals-outlet 91130200699229617X001P/DA001";
    assert!(parse(&format!(
        "serve --store s --gateway-url http://127.0.0.1:5280 {outlet}"
    ))
    .is_ok());
    assert!(parse(&format!("serve --store s {outlet}")).is_err());
    assert!(parse("serve --store s --gateway-url http://127.0.0.1:5280").is_err());
}

#[test]
fn what_arrived_is_a_file_or_a_digest() {
    assert!(parse("confirm 7 a.zip").is_ok());
    assert!(parse(&format!("confirm 7 --digest {DIGEST}")).is_ok());
    assert!(parse("confirm 7").is_err());
    assert!(parse(&format!("confirm 7 a.zip --digest {DIGEST}")).is_err());
}

#[test]
fn a_list_is_that_of_one_side() {
    for side in ["provider", "requester", "superior"] {
        assert!(parse(&format!("requests --as {side} --open")).is_ok());
        assert!(parse(&format!("grants --as {side} --institution 4")).is_ok());
    }
    assert!(parse("grants --as both").is_err());
}
