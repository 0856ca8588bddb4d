#!/usr/bin/env python3
"""Writes good.txt and bad.txt beside it: HJ 212 frames made from the rules of the standards (2017 tables 2 to 4 and
appendix A, 2025 table 3), with the CRC computed step by step as appendix A's text says, not by a table.

In bad.txt the comment above a frame begins with the error it must be refused with."""

from pathlib import Path


def crc(data: bytes) -> int:
    register = 0xFFFF
    for byte in data:
        register = (register >> 8) ^ byte
        for _ in range(8):
            out = register & 1
            register >>= 1
            if out:
                register ^= 0xA001
    return register


def modbus(data: bytes) -> int:
    register = 0xFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            out = register & 1
            register >>= 1
            if out:
                register ^= 0xA001
    return register


def frame(text: str, length=None, check=None) -> bytes:
    data = text.encode()
    length = len(data) if length is None else length
    check = b"%04X" % crc(data) if check is None else check
    return b"##%04d" % length + data + check


MN = "4C494D504944000000000A01"
HEAD = f"QN=20260301090001000;ST=31;CN=2061;PW=123456;MN={MN};Flag=5;"
CP = "CP=&&DataTime=20260301080000;a21026-Avg=18.52,a21026-ZsAvg=20.58,a21026-Cou=20.101,a21026-Flag=N&&"
BODY = HEAD + CP
NOW = "CP=&&DataTime=20260301090000;w01018-Rtd=21.4,w01018-Flag=N&&"


def now(head: str) -> bytes:
    return frame(head + NOW)


GOOD = [
    ("2017, an hour of a stack", frame(BODY)),
    ("2017, CRC in lower case", frame(BODY)[:-4] + frame(BODY)[-4:].lower()),
    ("2017, request without reply wanted", frame(f"QN=20260301090001000;ST=32;CN=1062;PW=123456;MN={MN};Flag=4;CP=&&RtdInterval=30&&")),
    ("2017, data reply, empty CP", frame(f"QN=20260301090001000;ST=91;CN=9014;PW=123456;MN={MN};Flag=4;CP=&&&&")),
    ("2005, no QN and no Flag", now(f"ST=32;CN=2011;PW=123456;MN={MN};")),
    ("2005, Flag=1 and numeric factor codes", frame(f"ST=32;CN=2011;PW=123456;MN={MN};Flag=1;CP=&&DataTime=20260301090000;011-Rtd=21.4,011-Flag=N;B01-Rtd=382.2&&")),
    ("2025, sent again", frame(f"QN=20260301090001000;ST=31;CN=2061;PW=123456;MN={MN};Flag=9;RF=1;" + CP)),
    ("2025, split, one digit for PNUM and PNO", frame(f"QN=20260301090001000;ST=31;CN=2061;PW=123456;MN={MN};Flag=11;PNUM=2;PNO=1;" + CP)),
    ("2017, split, PNO before PNUM", frame(f"QN=20260301090001001;ST=31;CN=2061;PW=123456;MN={MN};Flag=7;PNO=2;PNUM=2;CP=&&DataTime=20260301080000;a21002-Avg=41.7,a21002-Flag=N&&")),
    ("FLAG in capitals, a comma strayed in behind PW", now(f"ST=32;CN=2011;PW=123456;,MN={MN};FLAG=0;")),
    ("no semicolon before CP", now(f"QN=20260301090001000;ST=32;CN=2011;PW=123456;MN={MN};Flag=5")),
    ("empty PW", now(f"QN=20260301090001000;ST=32;CN=2011;PW=;MN={MN};Flag=5;")),
    ("PW of 24 characters", now(f"QN=20260301090001000;ST=32;CN=2011;PW=0123456789ABCDEF01234567;MN={MN};Flag=5;")),
    ("MN with letters beyond F and an underscore", now("QN=20260301090001000;ST=32;CN=2011;PW=123456;MN=XY_WATER_07;Flag=5;")),
    ("DataTime with milliseconds", frame(f"QN=20260301090001000;ST=32;CN=2011;PW=123456;MN={MN};Flag=5;CP=&&DataTime=20260301090000250;w01018-Rtd=21.4&&")),
    ("spaces in CP, a closing semicolon", frame(f"QN=20260301090001000;ST=32;CN=2011;PW=123456;MN={MN};Flag=5;CP=&& DataTime=20260301090000; w01018-Rtd= 21.4 ,w01018-Flag=N; &&")),
    ("comma between BeginTime and EndTime", frame(f"QN=20260301090001000;ST=32;CN=2061;PW=123456;MN={MN};Flag=5;CP=&&BeginTime=20260301000000,EndTime=20260301080000&&")),
    ("a number left empty", frame(f"QN=20260301090001000;ST=32;CN=2011;PW=123456;MN={MN};Flag=5;CP=&&DataTime=20260301090000;w01018-Rtd=,w01018-Flag=B&&")),
    ("eight decimals, a negative number", frame(f"QN=20260301090001000;ST=31;CN=2011;PW=123456;MN={MN};Flag=5;CP=&&DataTime=20260301090000;a01013-Rtd=-0.09055002,a01013-Flag=N&&")),
    ("log text in UTF-8 with separators inside", frame(f"QN=20260301090001000;ST=32;CN=3020;PW=123456;MN={MN};Flag=5;CP=&&DataTime=20260301090000;PolId=w01018;i11001-Info=//校准;量程=100,完成//&&")),
    ("facility states", frame(f"QN=20260301090001000;ST=32;CN=2021;PW=123456;MN={MN};Flag=5;CP=&&DataTime=20260301090000;SB1-RS=1;SB2-RS=0&&")),
    ("a data segment beyond the standard's 1024 bytes", frame(HEAD + "CP=&&DataTime=20260301080000;" + ";".join(f"w{i:05d}-Avg=1.{i:03d},w{i:05d}-Flag=N" for i in range(1, 60)) + "&&")),
    ("fields no edition has yet", now(f"QN=20260301090001000;ST=32;CN=2011;PW=123456;MN={MN};Flag=5;XX=1;")),
]

BAD = [
    ("bad-prefix", "one # only", frame(BODY)[1:]),
    ("bad-prefix", "noise before the frame", b"x" + frame(BODY)),
    ("bad-length", "a letter in the length", b"##O0" + frame(BODY)[4:]),
    ("bad-length", "nothing behind the prefix", b"##"),
    ("length-mismatch", "one byte lost", frame(BODY)[:60] + frame(BODY)[61:]),
    ("length-mismatch", "length declared one too small", frame(BODY, length=len(BODY) - 1)),
    ("length-mismatch", "torn: CRC and end are not there", frame(BODY)[:80]),
    ("length-mismatch", "characters counted instead of bytes", frame("ST=32;CN=3020;PW=1;MN=A1;CP=&&i11001-Info=//清洗//&&", length=len("ST=32;CN=3020;PW=1;MN=A1;CP=&&i11001-Info=//清洗//&&"))),
    ("too-long", "more bytes than four digits can declare", frame(HEAD + "CP=&&i11001-Info=//" + "a" * 9_990 + "//&&", length=9_999)),
    ("crc-mismatch", "one digit changed", frame(BODY).replace(b"18.52", b"18.53")),
    ("crc-mismatch", "plain Modbus CRC", frame(BODY, check=b"%04X" % modbus(BODY.encode()))),
    ("crc-mismatch", "no hex digits", frame(BODY, check=b"XXXX")),
    ("missing-field", "no MN", now("QN=20260301090001000;ST=32;CN=2011;PW=123456;Flag=5;")),
    ("missing-field", "no CN", now(f"QN=20260301090001000;ST=32;PW=123456;MN={MN};Flag=5;")),
    ("missing-field", "no ST", now(f"QN=20260301090001000;CN=2011;PW=123456;MN={MN};Flag=5;")),
    ("missing-field", "no PW", now(f"QN=20260301090001000;ST=32;CN=2011;MN={MN};Flag=5;")),
    ("missing-field", "no CP", frame(HEAD)),
    ("missing-field", "split by its flags, and no PNUM", frame(f"QN=20260301090001000;ST=31;CN=2061;PW=123456;MN={MN};Flag=7;PNO=1;" + CP)),
    ("missing-field", "PNUM without PNO", frame(f"QN=20260301090001000;ST=31;CN=2061;PW=123456;MN={MN};Flag=5;PNUM=2;" + CP)),
    ("bad-field", "QN of 16 digits", now(f"QN=2026030109000100;ST=32;CN=2011;PW=123456;MN={MN};Flag=5;")),
    ("bad-field", "QN in a 13th month", now(f"QN=20261301090001000;ST=32;CN=2011;PW=123456;MN={MN};Flag=5;")),
    ("bad-field", "CN of three digits", now(f"QN=20260301090001000;ST=32;CN=201;PW=123456;MN={MN};Flag=5;")),
    ("bad-field", "ST of letters", now(f"QN=20260301090001000;ST=AB;CN=2011;PW=123456;MN={MN};Flag=5;")),
    ("bad-field", "MN of 25 characters", now(f"QN=20260301090001000;ST=32;CN=2011;PW=123456;MN={MN}0;Flag=5;")),
    ("bad-field", "MN empty", now("QN=20260301090001000;ST=32;CN=2011;PW=123456;MN=;Flag=5;")),
    ("bad-field", "MN twice", now(f"QN=20260301090001000;ST=32;CN=2011;PW=123456;MN={MN};MN={MN};Flag=5;")),
    ("bad-field", "Flag above 255", now(f"QN=20260301090001000;ST=32;CN=2011;PW=123456;MN={MN};Flag=256;")),
    ("bad-field", "Flag of letters", now(f"QN=20260301090001000;ST=32;CN=2011;PW=123456;MN={MN};Flag=N;")),
    ("bad-field", "part 3 of 2", frame(f"QN=20260301090001000;ST=31;CN=2061;PW=123456;MN={MN};Flag=7;PNUM=2;PNO=3;" + CP)),
    ("bad-field", "part 0", frame(f"QN=20260301090001000;ST=31;CN=2061;PW=123456;MN={MN};Flag=7;PNUM=2;PNO=0;" + CP)),
    ("bad-field", "CP not closed", frame(HEAD + "CP=&&DataTime=20260301080000")),
    ("bad-field", "CP not opened", frame(HEAD + "CP=DataTime=20260301080000&&")),
    ("bad-field", "DataTime on 30 February", frame(HEAD + "CP=&&DataTime=20260230080000;a21026-Avg=1&&")),
    ("bad-field", "DataTime of 12 digits", frame(HEAD + "CP=&&DataTime=202603010800;a21026-Avg=1&&")),
    ("bad-field", "DataTime twice", frame(HEAD + "CP=&&DataTime=20260301080000;DataTime=20260301090000&&")),
    ("bad-field", "a number that is none", frame(HEAD + "CP=&&DataTime=20260301080000;a21026-Avg=NaN&&")),
    ("bad-field", "an exponent", frame(HEAD + "CP=&&DataTime=20260301080000;a21026-Avg=1.8E1&&")),
    ("bad-field", "a data flag of two characters", frame(HEAD + "CP=&&DataTime=20260301080000;a21026-Flag=NN&&")),
    ("bad-field", "an item without =", frame(HEAD + "CP=&&DataTime=20260301080000;a21026&&")),
    ("bad-field", "a field without = before CP", now(f"QN=20260301090001000;ST=32;CN=2011;PW=123456;MN={MN};Flag5;")),
    ("bad-field", "a control character in CP", frame(HEAD + "CP=&&DataTime=20260301080000;i1-Info=\x07&&")),
]

here = Path(__file__).parent
with open(here / "good.txt", "wb") as out:
    out.write("# Written by make.py. One frame a line, without CR LF.\n".encode())
    for why, raw in GOOD:
        out.write(f"# {why}\n".encode() + raw + b"\n")
with open(here / "bad.txt", "wb") as out:
    out.write("# Written by make.py. One frame a line, without CR LF; above it the error it must be refused with.\n".encode())
    for code, why, raw in BAD:
        out.write(f"# {code}: {why}\n".encode() + raw + b"\n")
