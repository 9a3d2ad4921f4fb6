"""The news agencies and public broadcasters of the world that other outlets credit, with their spellings."""

from __future__ import annotations

from typing import Final

AGENCIES: Final[dict[str, str]] = {
    # Worldwide
    "AFP": "Agence France-Presse / Agence France Presse / AFP-JIJI / 法新社 / АФП / فرانس برس",
    "AP": "Associated Press / 美联社 / 美聯社 / AP通信",
    "Bloomberg": "*Bloomberg / Bloomberg News / 彭博社",
    "dpa": "Deutsche Presse-Agentur / dpa-AFX / dpa-infocom / German Press Agency",
    "EFE": "Agencia EFE",
    "Reuters": "Thomson Reuters / Рейтер / 路透社 / ロイター / 로이터 / رويترز",
    "UPI": "United Press International",
    "Xinhua": "Xinhua News Agency / 新华社 / 新華社 / 新华网",
    # Europe
    "AGI": "*AGI / Agenzia Italia",
    "ANP": "*ANP / Algemeen Nederlands Persbureau",
    "ANSA": "Agenzia ANSA",
    "APA": "*APA / Austria Presse Agentur / APA-OTS",
    "Adnkronos": "",
    "BELTA": "BelTA / БелТА / БЕЛТА",
    "BTA": "*BTA / Bulgarian News Agency",
    "Beta": "*Beta / Beta News Agency",
    "Belga": "Agence Belga",
    "CTK": "ČTK / Czech News Agency",
    "Europa Press": "",
    "epd": "Evangelischer Pressedienst",
    "HINA": "Hina",
    "Interfax": "Interfax-Ukraine / Интерфакс",
    "KNA": "*KNA / Katholische Nachrichten-Agentur",
    "Lusa": "Agência Lusa",
    "MTI": "*MTI / Magyar Távirati Iroda",
    "NTB": "*NTB / Norsk Telegrambyrå",
    "PA": "*PA / PA Media / Press Association",
    "PAP": "*PAP / Polska Agencja Prasowa / Polish Press Agency",
    "RIA Novosti": "*RIA / РИА Новости / РИА",
    "Ritzau": "Ritzaus Bureau",
    "SDA": "*SDA / *sda / *ATS / Keystone-SDA / Keystone-ATS",
    "SID": "*SID / Sport-Informations-Dienst",
    "STT": "*STT / Suomen Tietotoimisto",
    "Tanjug": "Танјуг",
    "TASR": "",
    "TASS": "ITAR-TASS / Itar-Tass / ТАСС / 塔斯社",
    "TT": "*TT / Tidningarnas Telegrambyrå / TT News Agency",
    "Ukrinform": "Укрінформ / Укринформ",
    "UNIAN": "УНІАН / УНИАН",
    # The Americas
    "Agência Brasil": "Agencia Brasil",
    "Agência Estado": "Agencia Estado / *AE",
    "Andina": "*Andina",
    "Canadian Press": "*CP / La Presse canadienne",
    "Estadão Conteúdo": "Estadao Conteudo",
    "Folhapress": "",
    "Notimex": "",
    "Prensa Latina": "",
    "Télam": "Telam",
    # Asia and the Pacific
    "AAP": "*AAP / Australian Associated Press",
    "ANI": "*ANI / Asian News International",
    "Antara": "*Antara / ANTARA",
    "Bernama": "",
    "Central News Agency": "*CNA / 中央社",
    "China News Service": "中新社 / 中新网",
    "IANS": "Indo-Asian News Service",
    "Jiji": "*Jiji / Jiji Press / 時事通信 / 時事",
    "KCNA": "Korean Central News Agency / 조선중앙통신 / 朝中社",
    "Kyodo": "Kyodo News / 共同通信 / 共同社 / *共同",
    "Newsis": "뉴시스",
    "PTI": "*PTI / Press Trust of India",
    "UNI": "*UNI / United News of India",
    "Yonhap": "Yonhap News Agency / Yonhap News / 연합뉴스 / 韩联社 / 聯合ニュース",
    # The Middle East and Africa
    "Anadolu": "Anadolu Agency / Anadolu Ajansı / *AA",
    "APS": "*APS / Algérie Presse Service",
    "IRNA": "",
    "MENA": "*MENA / Middle East News Agency",
    "NAN": "*NAN / News Agency of Nigeria",
    "SANA": "*SANA",
    "SAPA": "*SAPA",
    "WAFA": "",
    "WAM": "*WAM / Emirates News Agency",
    # Broadcasters whose reports others carry
    "BBC": "BBC News / BBC Russian",
    "CNN": "CNNMoney / CNN Wire",
    "RFE/RL": "Radio Free Europe/Radio Liberty / Radio Free Europe / RFE",
    "VOA": "Voice of America",
    # What carries the statements of companies and offices
    "Business Wire": "BusinessWire",
    "GlobeNewswire": "",
    "PR Newswire": "PRNewswire / PRNewsWire",
    "ots": "*ots / news aktuell",
}
"""Each agency's name as a journalist would say it, and its other spellings, parted by slashes with spaces.

To add an agency, add a line. A spelling after a star, and the name itself where it comes again after
a star, has other meanings too (a surname, a word, a town): it is believed where a credit stands, such
as "ROME (AGI) -", and not in a sentence. Upper and lower case count in a sentence, not in a credit.
"""


def spellings() -> list[tuple[str, str, bool]]:
    """Every spelling in the table with the name it stands for and whether it has other meanings too."""
    rows = []
    for name, line in AGENCIES.items():
        given = [spelling for spelling in line.split(" / ") if spelling]
        if f"*{name}" not in given:
            given.append(name)
        rows += [(spelling.removeprefix("*"), name, spelling.startswith("*")) for spelling in given]
    return rows
