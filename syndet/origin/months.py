"""The names of the months and of the days of the week in the languages that date lines come in."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

MONTHS: Final[dict[str, str]] = {
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "de": "januar/jänner/jan februar/feber/feb märz/mär/mrz april/apr mai juni/jun juli/jul august/aug"
    " september/sept/sep oktober/okt november/nov dezember/dez",
    "en": "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug"
    " september/sept/sep october/oct november/nov december/dec",
    "es": "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago"
    " septiembre/setiembre/sep octubre/oct noviembre/nov diciembre/dic",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta"
    " syyskuuta lokakuuta marraskuuta joulukuuta",
    "fr": "janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre/sept"
    " octobre/oct novembre/nov décembre/déc",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
    "it": "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug agosto/ago"
    " settembre/sett/set ottobre/ott novembre/nov dicembre/dic",
    "nl": "januari/jan februari/feb maart/mrt april/apr mei juni/jun juli/jul augustus/aug"
    " september/sep oktober/okt november/nov december/dec",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "pl": "stycznia/sty lutego/lut marca kwietnia/kwi maja czerwca/cze lipca/lip sierpnia/sie"
    " września/wrz października/paź listopada/lis grudnia/gru",
    "pt": "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul agosto/ago"
    " setembro/set outubro/out novembro/nov dezembro/dez",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ru": "января/янв февраля/фев марта апреля/апр мая июня июля августа/авг"
    " сентября/сен октября/окт ноября/ноя декабря/дек",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}
"""Twelve words a language, in the form a date uses; other spellings and short forms behind a slash.

To add a language, add a line. No spelling may name two different months in two languages
(Croatian's listopad is October, Polish's November); a test tells.
"""

WEEKDAYS: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
    " montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so"
    " lundi mardi mercredi jeudi vendredi samedi dimanche"
    " lunes martes miércoles jueves viernes sábado domingo"
    " segunda segunda-feira terça terça-feira quarta quarta-feira quinta quinta-feira sexta sexta-feira"
    " lunedì martedì mercoledì giovedì venerdì sabato domenica"
    " maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
    " måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag"
    " poniedziałek wtorek środa czwartek piątek sobota niedziela"
    " понедельник вторник среда четверг пятница суббота воскресенье".split()
)


def number(name: str) -> int | None:
    """The number of a month, 1 to 12, by its name in any language of the table; None for another word."""
    return _numbers().get(fold(name))


def spellings() -> list[tuple[str, int]]:
    """Every spelling of the table, folded, with the month it names; a spelling of two languages comes twice."""
    return [
        (fold(spelling), month)
        for row in MONTHS.values()
        for month, names in enumerate(row.split(), start=1)
        for spelling in names.split("/")
    ]


def fold(words: str) -> str:
    """`words` in lower case without accents, so that AOÛT, août and aout are one word."""
    decomposed = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def _numbers() -> dict[str, int]:
    return dict(spellings())
