"""Publication times: what a field, a date line or a URL says, and which of two came first."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndet.model import Article
from syndet.origin import dates, months, times
from syndet.origin.times import Moment

PROSE = "The ferry left the harbour before the fog came down and nobody on the quay thought anything of it."


def said(moment: Moment | None) -> str | None:
    """A moment as one string: the instant, its precision, and "?" where no zone is named."""
    if moment is None:
        return None
    return f"{moment.instant:%Y-%m-%dT%H:%M:%S} {moment.precision}" + ("" if moment.zone else " ?")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # ISO 8601
        ("2024-03-12T14:05:06+01:00", "2024-03-12T13:05:06 second"),
        ("2024-03-12T14:05:06.123456Z", "2024-03-12T14:05:06 second"),
        ("2007-12-10T18:59:00-0500", "2007-12-10T23:59:00 second"),
        ("2024-03-12T14:05Z", "2024-03-12T14:05:00 minute"),
        ("2024-03-12T14:05+01", "2024-03-12T13:05:00 minute"),
        ("2024-03-12 14:05:06 UTC", "2024-03-12T14:05:06 second"),
        ("2024-03-12 14:05:06", "2024-03-12T14:05:06 second ?"),
        ("2024-03-12T14:05", "2024-03-12T14:05:00 minute ?"),
        ("20240312T140506Z", "2024-03-12T14:05:06 second"),
        ("20240312140506", "2024-03-12T14:05:06 second ?"),
        ("20240312", "2024-03-12T00:00:00 day ?"),
        ("2024-03-12", "2024-03-12T00:00:00 day ?"),
        ("2024/3/12", "2024-03-12T00:00:00 day ?"),
        ("2024-03", "2024-03-01T00:00:00 month ?"),
        # RFC 2822 and its kin
        ("Tue, 12 Mar 2024 14:05:06 +0100", "2024-03-12T13:05:06 second"),
        ("Tue, 12 Mar 2024 14:05:06 GMT", "2024-03-12T14:05:06 second"),
        ("Tue Mar 12 14:05:06 +0000 2024", "2024-03-12T14:05:06 second"),
        ("Tue Mar  5 14:05:06 2024", "2024-03-05T14:05:06 second ?"),
        # In words
        ("12 March 2024", "2024-03-12T00:00:00 day ?"),
        ("March 12, 2024 2:05 p.m.", "2024-03-12T14:05:00 minute ?"),
        ("Mar. 12th, 2024 at 12:05 am EDT", "2024-03-12T04:05:00 minute"),
        ("14:05 UTC, 12 March 2024", "2024-03-12T14:05:00 minute"),
        ("12 March 2024, 7.45pm", "2024-03-12T19:45:00 minute ?"),
        ("March 2024", "2024-03-01T00:00:00 month ?"),
        ("12.03.2024 14:05", "2024-03-12T14:05:00 minute ?"),
        ("12. März 2024 um 14:05 Uhr", "2024-03-12T14:05:00 minute ?"),
        ("12. Oktober 2024, 14.05 Uhr MESZ", "2024-10-12T12:05:00 minute"),
        ("1er août 2024 à 14h05", "2024-08-01T14:05:00 minute ?"),
        ("12 de marzo de 2024", "2024-03-12T00:00:00 day ?"),
        ("12 de março de 2024 às 14:05", "2024-03-12T14:05:00 minute ?"),
        ("12 settembre 2024 alle 14:05", "2024-09-12T14:05:00 minute ?"),
        ("12 maart 2024", "2024-03-12T00:00:00 day ?"),
        ("12 марта 2024, 14:05 MSK", "2024-03-12T11:05:00 minute"),
        ("12 березня 2024", "2024-03-12T00:00:00 day ?"),
        ("12 września 2024", "2024-09-12T00:00:00 day ?"),
        ("2024年3月12日 14:05", "2024-03-12T14:05:00 minute ?"),
        ("2024년 3월 12일", "2024-03-12T00:00:00 day ?"),
        ("13/03/2024", "2024-03-13T00:00:00 day ?"),
        ("3/13/2024", "2024-03-13T00:00:00 day ?"),
        ("AUGUST 12 2024", "2024-08-12T00:00:00 day ?"),
        # Unix time
        ("1710252306", "2024-03-12T14:05:06 second"),
        ("1710252306.75", "2024-03-12T14:05:06 second"),
        ("1710252306123", "2024-03-12T14:05:06 second"),
    ],
)
def test_a_field_is_read(value: str, expected: str) -> None:
    assert said(times.from_field(value)) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "2024",
        "12",
        "03/12/2024",  # the third of December or the twelfth of March
        "2024-02-30",
        "2024-13-01",
        "31 April 2024",
        "0000-00-00",
        "0001-01-01T00:00:00Z",
        "1850-01-01",
        "9999-12-31",
        "99999999999999",
        "12 Foo 2024",
        "Room 1203.2024",
    ],
)
def test_what_is_no_time_or_has_two_readings_is_left_alone(value: str) -> None:
    assert times.from_field(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-12T00:00:00Z",
        "2024-03-12T00:00:00.000Z",
        "2024-03-12T00:00Z",
        "2024-03-12T00:00:00+05:30",
        "2024-03-12T00:00:00-08:00",
        "2024-03-12 00:00:00",
        "2024-03-12T00:00",
        "Tue, 12 Mar 2024 00:00:00 +0100",
        "20240312T000000Z",
        "March 12, 2024 12:00 a.m.",
        datetime(2024, 3, 12).isoformat(),
        str(datetime(2024, 3, 12, tzinfo=timezone.utc)),
    ],
)
def test_a_field_at_midnight_sharp_is_a_date_without_a_time(value: str) -> None:
    assert said(times.from_field(value)) == "2024-03-12T00:00:00 day ?"


@pytest.mark.parametrize("value", ["2024-03-12T00:00:01Z", "2024-03-12T00:00:00.5Z", "2024-03-12T00:01Z"])
def test_just_after_midnight_is_a_time(value: str) -> None:
    moment = times.from_field(value)
    assert moment and moment.timed and moment.zone


def test_a_date_written_as_midnight_orders_nothing_on_its_own_day() -> None:
    first, second = times.from_field("2024-03-12T00:00:00Z"), times.from_field("2024-03-12T09:00:00Z")
    assert first and second and times.order(first, second) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-03-12T24:10:00Z", "2024-03-12T00:00:00 day ?"),
        ("2024-03-12 14:75", "2024-03-12T00:00:00 day ?"),
        ("12 March 2024, 13:05 pm", "2024-03-12T00:00:00 day ?"),
        ("12 March 2024, 14:05 IST", "2024-03-12T14:05:00 minute ?"),  # India, Israel or Ireland
        ("2024-03-12 14:05 +99:00", "2024-03-12T14:05:00 minute ?"),
    ],
)
def test_a_wrong_time_of_day_or_zone_leaves_the_rest_standing(value: str, expected: str) -> None:
    assert said(times.from_field(value)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Ferry hits barge\nMeridian Wire | 12 March 2024, 06:40 UTC\n\n{PROSE}", "2024-03-12T06:40:00 minute"),
        (f"Ferry hits barge\nBy Tamsin Quillan, 12 March 2024, 1:30 p.m.\n\n{PROSE}", "2024-03-12T13:30:00 minute ?"),
        (f"Ferry hits barge\nRadio Fennick · 12 March 2024, 7.45pm\n\n{PROSE}", "2024-03-12T19:45:00 minute ?"),
        (f"# Ferry hits barge\n*Press release | 14 March 2024, 09:00 UTC*\n\n{PROSE}", "2024-03-14T09:00:00 minute"),
        (f"Ferry hits barge\n\n2024-10-25 10:48:00\n\n{PROSE}", "2024-10-25T10:48:00 second ?"),
        (
            f" date 2024-10-19 Ferry hits barge in the fog off the harbour, as the coastguard said.\n{PROSE}",
            "2024-10-19",
        ),
        (f"Ferry hits barge\nPublished: Tuesday, March 12, 2024\n{PROSE}", "2024-03-12"),
        (f"Ferry hits barge\nUpdated 13 March 2024 | Published 12 March 2024\n{PROSE}", "2024-03-12"),
        (f"Fähre rammt Kahn\nVeröffentlicht am 12. März 2024\n{PROSE}", "2024-03-12"),
        (f"SKERRIN, 12 March 2024 (Nordpress) - {PROSE}", "2024-03-12"),
        (f"SKERRIN, March 12, 2024 - {PROSE}", "2024-03-12"),
        (f"FOR IMMEDIATE RELEASE   March 12, 2024\n{PROSE}", "2024-03-12"),
        (f"Ferry hits barge\r\n12.03.2024 14:05\r\n{PROSE}", "2024-03-12T14:05:00 minute ?"),
        (f"{PROSE}\n\n(APA, 12.3.2024)", "2024-03-12"),
        (f"{PROSE}\n\nLast updated 12 March 2024", "2024-03-12"),
        (f"{PROSE}\n\n1729853752\n#ferry #barge\n\n{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}", "2024-10-25T10:55:52 second"),
    ],
)
def test_a_date_line_is_found(text: str, expected: str) -> None:
    found = said(times.from_text(text))
    assert found == (expected if "T" in expected else f"{expected}T00:00:00 day ?")


@pytest.mark.parametrize(
    "text",
    [
        "",
        PROSE,
        f"On 12 March 2024 the ferry left the harbour. {PROSE}",
        f"The law of March 12, 2024 is void. {PROSE}",
        f"Ferry hits barge\n{PROSE} She announced it in a video that was posted on January 21, 2007.\n{PROSE}",
        f"Chronicle of a bank\n\nApril 1, 2008 - Doubles its write-downs as a result of the market's crisis.\n{PROSE}",
        f"{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}\n{PROSE}\n12 March 2024\n" + f"{PROSE}\n" * 5,  # in the middle of the text
        f"Call us\n2025550123456\n{PROSE}",
        f"Call us\n4915155501\n{PROSE}",  # a telephone number: the year would be 2125
        f"The season 2023-24 begins\n{PROSE}",
        f"Ferry hits barge\n12 March 1824\n{PROSE}",
    ],
)
def test_a_date_in_the_story_is_no_date_line(text: str) -> None:
    assert times.from_text(text) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.org/2012/08/22/ferry.html", "2012-08-22T00:00:00 day ?"),
        ("https://www.example.org/world/2012/aug/22/ferry", "2012-08-22T00:00:00 day ?"),
        ("https://www.example.org/article/20120822/ferry", "2012-08-22T00:00:00 day ?"),
        ("https://www.example.org/news/2012-08-22-ferry", "2012-08-22T00:00:00 day ?"),
        ("https://www.example.org/story/2012/08/ferry-106610.html?hp=1", "2012-08-01T00:00:00 month ?"),
        ("https://www.example.org/2012/ferry", None),
        ("https://www.example.org/12345678/ferry", None),
        ("https://www.example.org/ferry?date=/2012/08/22/", None),
        ("", None),
    ],
)
def test_a_url_may_hold_the_date(url: str, expected: str | None) -> None:
    assert said(times.from_url(url)) == expected


def test_the_field_comes_before_the_text_and_the_text_before_the_url() -> None:
    text, url = f"Ferry hits barge\n11 March 2024\n{PROSE}", "https://www.example.org/2024/03/11/ferry"
    full = Article(id="a", text=text, published="2024-03-12", url=url)
    assert [
        (moment.place, moment.instant.day, moment.words)
        for article in (
            full,
            Article(id="a", text=text, published="soon", url=url),
            Article(id="a", text=PROSE, url=url),
        )
        if (moment := times.published(article))
    ] == [("field", 12, "2024-03-12"), ("text", 11, "11 March 2024"), ("url", 11, "/2024/03/11")]
    assert times.published(Article(id="a", text=PROSE)) is None


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("2024-03-12T09:10Z", "2024-03-12T12:30Z", -1),
        ("2024-03-12T12:30+01:00", "2024-03-12T09:10Z", 1),
        ("2024-03-12T12:30+05:00", "2024-03-12T09:10Z", -1),
        ("2024-03-12T09:10Z", "2024-03-12T09:10:30Z", None),  # within the minute
        ("2024-03-12", "2024-03-12", None),
        ("2024-03-12", "2024-03-13", -1),
        ("2024-03-12", "2024-03-12T09:10Z", None),
        ("2024-03-12", "2024-03-13T09:10Z", None),  # nobody knows whose midnight
        ("2024-03-12", "2024-03-13T15:00Z", -1),
        ("2024-03-12T09:10", "2024-03-12T16:00", None),  # nobody knows whose clock
        ("2024-03-12T09:10", "2024-03-12T23:30Z", -1),
        ("2024-03", "2024-03-12", None),
        ("2024-03", "2024-04-01", -1),
        ("2024-12", "2025-01", -1),
    ],
)
def test_order(a: str, b: str, expected: int | None) -> None:
    first, second = times.from_field(a), times.from_field(b)
    assert first and second
    assert times.order(first, second) == expected
    assert times.order(second, first) == (None if expected is None else -expected)


def test_a_moment_reads_as_a_person_would_write_it() -> None:
    values = ["2024-03-12T10:10:30+01:00", "2024-03-12 09:10", "2024-03-12", "2024-03"]
    assert [str(times.from_field(value)) for value in values] == [
        "2024-03-12 09:10 UTC",
        "2024-03-12 09:10, zone unknown",
        "2024-03-12",
        "2024-03",
    ]


def test_every_language_has_twelve_months_and_no_spelling_names_two() -> None:
    assert {language: len(row.split()) for language, row in months.MONTHS.items() if len(row.split()) != 12} == {}
    named = defaultdict(set)
    for spelling, month in months.spellings():
        named[spelling].add(month)
    assert {spelling for spelling, found in named.items() if len(found) > 1} == set()


INSTANTS = st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2100, 12, 30)).map(
    lambda instant: instant.replace(microsecond=0)
)
ZONES = st.integers(min_value=-14 * 4, max_value=14 * 4).map(
    lambda quarters: timezone(timedelta(minutes=15 * quarters))
)


@given(INSTANTS.filter(lambda instant: instant.time() != time(0)), ZONES)
def test_what_python_writes_is_read_back(instant: datetime, zone: timezone) -> None:
    zoned = instant.replace(tzinfo=zone)
    for value in (zoned.isoformat(), zoned.isoformat(" "), format_datetime(zoned)):
        moment = times.from_field(value)
        assert moment and moment.instant == zoned and moment.precision == "second" and moment.zone


MOMENTS = st.builds(
    Moment,
    instant=st.datetimes(
        min_value=datetime(2024, 3, 10), max_value=datetime(2024, 3, 14), timezones=st.just(timezone.utc)
    ),
    precision=st.sampled_from(["second", "minute", "day"]),
    zone=st.booleans(),
    place=st.just("field"),
    words=st.just(""),
).map(
    lambda m: m if m.timed else Moment(
        instant=m.instant.replace(hour=0, minute=0, second=0, microsecond=0),
        precision="day", zone=False, place="field", words="",
    )
)  # fmt: skip


@given(MOMENTS, MOMENTS, MOMENTS)
def test_order_is_a_strict_partial_order(a: Moment, b: Moment, c: Moment) -> None:
    assert times.order(a, a) is None
    forth, back = times.order(a, b), times.order(b, a)
    assert forth == (None if back is None else -back)
    if times.order(a, b) == times.order(b, c) == -1:
        assert times.order(a, c) == -1


DATELIKE = st.text(alphabet="0123456789 -/.:,|T+Z年月日\n()abMarchUpdated", max_size=200)


@given(st.one_of(st.text(), DATELIKE))
def test_any_string_is_read_without_complaint(string: str) -> None:
    times.from_field(string)
    times.from_url(string)
    times.published(Article(id="a", text=string, published=string, url=string))


DATES = st.sampled_from([
    *("2024-10-19", "2024年10月19日", "19.10.2024", "10/19/2024", "19. Oktober 2024", "1er mars 2024"),
    *("Oct. 19th, 2024", "Sat Oct 19 14:05:00 +0000 2024", "2024", "12", " ", "x" * 70, ".", "/", "19-Oct-"),
])  # fmt: skip


@given(st.lists(DATES).map("".join) | DATELIKE)
def test_dates_are_found_around_years_as_in_whole_texts(string: str) -> None:
    whole = [match for pattern in dates._PATTERNS for match in pattern.finditer(string)]
    found = list(dates._candidates(string))
    assert sorted((match.span(), match.re.pattern) for match in found) == sorted(
        (match.span(), match.re.pattern) for match in whole
    )


@pytest.mark.parametrize(
    "piece", ["1", "12 ", "1.1.", "2024-", "12 March ", "a", " ", "\n", "\n1", "(", "12:", "/2012"]
)
def test_endless_repetition_is_read_in_passing(piece: str) -> None:
    """Any of these would take minutes, were the work more than linear in the length of the text."""
    string = piece * (400_000 // len(piece))
    times.from_field(string)
    times.from_url(string)
    times.from_text(string)
    times.from_text(f"{string}\n12 March 2024")
