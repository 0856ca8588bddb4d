//! What `limpid hj212 check` says of frames, line by line.

use super::*;
use limpid_hj212::crc16;
use serde_json::{json, Value};

fn checked(input: &[u8]) -> (Tally, Vec<Value>) {
    let mut output = Vec::new();
    // A small buffer, so that lines come in pieces.
    let tally = check(BufReader::with_capacity(7, input), &mut output).expect("memory never fails");
    let lines = output
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    (
        tally,
        lines
            .map(|line| serde_json::from_slice(line).expect("JSON"))
            .collect(),
    )
}

fn vectors(name: &str) -> Vec<u8> {
    let path = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../tests/vectors/hj212")
        .join(name);
    std::fs::read(path).expect("the vectors are there")
}

const SAMPLE: &str = "##0190QN=20260301090001000;ST=32;CN=2011;PW=123456;MN=4C494D504944000000000A01;Flag=5;\
    CP=&&DataTime=20260301090000;w01018-SampleTime=20260301080000,w01018-Rtd=2.20,w01018-Flag=N,w01018-EFlag=A01&&";

fn sample() -> String {
    let data = &SAMPLE[6..];
    format!("##{:04}{data}{:04X}", data.len(), crc16(data.as_bytes()))
}

#[test]
fn a_good_frame_is_told_whole_and_in_order() {
    let mut output = Vec::new();
    check(sample().as_bytes(), &mut output).unwrap();
    let expected = concat!(
        r#"{"line":1,"ok":true,"version":"2017","qn":"20260301090001000","st":"32","cn":"2011","#,
        r#""mn":"4C494D504944000000000A01","data_time":"2026-03-01T09:00:00+08:00","packet":null,"values":["#,
        r#"{"factor":"w01018","sample_time":"20260301080000","rtd":"2.20","flag":"N","e_flag":"A01"}]}"#,
        "\n"
    );
    assert_eq!(String::from_utf8(output).unwrap(), expected);
}

#[test]
fn lines_are_counted_with_those_skipped() {
    let input = format!("# comment\n\n\r\n{}\r\nnoise\n#not a comment", sample());
    let (tally, lines) = checked(input.as_bytes());
    assert_eq!(tally, Tally { good: 1, bad: 2 });
    let seen: Vec<_> = lines
        .iter()
        .map(|line| (line["line"].as_u64(), line["ok"].as_bool()))
        .collect();
    assert_eq!(
        seen,
        [
            (Some(4), Some(true)),
            (Some(5), Some(false)),
            (Some(6), Some(false))
        ]
    );
}

#[test]
fn a_wrong_crc_is_told_with_both() {
    let mut input = sample().into_bytes();
    let end = input.len() - 4;
    let expected = String::from_utf8(input.split_off(end)).unwrap();
    input.extend(b"BEEF");
    let (_, lines) = checked(&input);
    assert_eq!(lines[0]["error"], "crc-mismatch");
    assert_eq!(
        (&lines[0]["expected"], &lines[0]["found"]),
        (&json!(expected), &json!("BEEF"))
    );
}

#[test]
fn bytes_that_are_no_text_are_bad_frames_and_no_more() {
    let (tally, lines) = checked(b"\xff\xfe##\n##0004\xff\xff\xff\xff\xff\xff\xff\xff\n");
    assert_eq!(tally, Tally { good: 0, bad: 2 });
    assert_eq!(
        [&lines[0]["error"], &lines[1]["error"]],
        ["bad-prefix", "crc-mismatch"]
    );
}

#[test]
fn a_line_of_megabytes_is_too_long_and_the_next_is_read() {
    let mut input = b"##9999".to_vec();
    input.resize(3_000_000, b'a');
    input.extend(b"\r\n");
    input.extend(sample().as_bytes());
    let (tally, lines) = checked(&input);
    assert_eq!(tally, Tally { good: 1, bad: 1 });
    assert_eq!(lines[0]["error"], "too-long");
    assert!(
        lines[0]["detail"].as_str().unwrap().contains("2999991"),
        "{}",
        lines[0]["detail"]
    );
    assert_eq!(lines[1]["line"], 2);
}

#[test]
fn the_item_that_is_wrong_is_quoted() {
    let data = SAMPLE[6..].replace("2.20", "much");
    let raw = format!("##{:04}{data}{:04X}", data.len(), crc16(data.as_bytes()));
    let (_, lines) = checked(raw.as_bytes());
    assert!(
        lines[0]["detail"]
            .as_str()
            .unwrap()
            .ends_with(": w01018-Rtd=much"),
        "{}",
        lines[0]["detail"]
    );
}

#[test]
fn a_suffix_sent_twice_is_shown_twice() {
    let data = SAMPLE[6..].replace("w01018-Flag=N", "w01018-Rtd=9");
    let raw = format!("##{:04}{data}{:04X}", data.len(), crc16(data.as_bytes()));
    let (_, lines) = checked(raw.as_bytes());
    assert_eq!(
        [&lines[0]["values"][0]["rtd"], &lines[0]["values"][1]["rtd"]],
        ["2.20", "9"]
    );
}

#[test]
fn the_vectors_are_judged_as_they_say() {
    let (tally, _) = checked(&vectors("good.txt"));
    assert!(tally.bad == 0 && tally.good > 20, "{tally:?}");
    let (tally, lines) = checked(&vectors("bad.txt"));
    assert!(tally.good == 0 && tally.bad > 40, "{tally:?}");
    assert!(lines.iter().all(|line| line["detail"].is_string()));
}

#[test]
fn published_frames_are_judged_as_they_should() {
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../shared/hj212");
    if !folder.exists() {
        println!(
            "{} is not there: nothing compared with published frames",
            folder.display()
        );
        return;
    }
    let (tally, _) = checked(&std::fs::read(folder.join("frames.txt")).unwrap());
    assert!(tally.bad == 0 && tally.good > 20, "{tally:?}");
    let (tally, lines) = checked(&std::fs::read(folder.join("bad-frames.txt")).unwrap());
    assert!(tally.good == 0 && tally.bad > 0, "{tally:?}");
    assert!(lines.iter().all(|line| line["error"] == "crc-mismatch"));
}
