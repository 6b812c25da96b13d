"""The terms on an agreement: the municipality's own from the settings, or a set that most can use as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.paper.blocks import side_by_side
from desktop.paper.house import gap, led
from desktop.words import _

TWO_COLUMNS = 2_400  # letters; longer terms do not stand beside each other on the page of the signatures


def usual(lender: Mapping[str, str]) -> list[tuple[str, str]]:
    """Heading and text of each term (contents: shared design, lending.md section 3). No period is fixed in words."""
    phone = lender["phone"]
    call = _("Ring oss på {phone}").format(phone=phone) if phone else _("Ta kontakt med oss")
    place = lender["department"] or _("hjelpemiddellageret")
    return [
        (
            _("Trenger du det lenger?"),
            _("{call} før fristen, så forlenger vi. Blir behovet varig, hjelper vi deg å søke NAV.").format(call=call),
        ),
        (
            _("Går noe i stykker?"),
            _(
                "Slutt å bruke det og {call}. Ikke reparer selv. Vi reparerer eller bytter. "
                "Kommunen betaler slitedeler og vanlig slitasje."
            ).format(call=call[:1].lower() + call[1:]),
        ),
        (
            _("Flytter du?"),
            _(
                "Si fra før du flytter, også til institusjon eller en annen kommune. Hjelpemidlene "
                "følger ikke med uten at det er avtalt."
            ),
        ),
        (
            _("Når du leverer tilbake."),
            _(
                "Lever alt rengjort og med tilbehøret til {place} i åpningstiden. Kan du "
                "ikke komme, avtaler vi henting."
            ).format(place=place),
        ),
        (_("Bare til deg."), _("Hjelpemidlene er lånt ut til deg og skal ikke lånes videre.")),
        (
            _("Bruk dem med omtanke."),
            _(
                "Bruk dem slik du har fått vist. Ved skade eller tap som skyldes uaktsomhet, "
                "kan kommunen kreve erstatning."
            ),
        ),
        (
            _("Opplysninger om deg."),
            _(
                "Vi lagrer navn, fødselsdato, adresse, telefon og hva du låner, for å følge opp "
                "lånet. De er taushetsbelagte og slettes når vi ikke trenger dem lenger. Du kan "
                "få se dem og få rettet feil."
            ),
        ),
    ]


def own(said: str) -> list[tuple[str, str]]:
    """The municipality's own terms, one to a line; «Heading: text» gives a heading."""
    terms = []
    for line in filter(None, map(str.strip, said.splitlines())):
        heading, colon, rest = line.partition(": ")
        terms.append((f"{heading}:", rest) if colon and len(heading) <= 40 else ("", line))
    return terms


def blocks(lender: Mapping[str, str], width: float) -> list[Flowable]:
    """All terms, in two columns of about the same length; long ones run on over pages in one."""
    terms = own(lender["terms"]) or usual(lender)
    length = sum(len(heading) + len(rest) for heading, rest in terms)
    said = [[led(heading, rest, "terms"), gap(1.2)] for heading, rest in terms]
    if length > TWO_COLUMNS:
        return [part for pair in said for part in pair]
    left: list[Flowable] = []
    right: list[Flowable] = []
    used = 0
    for (heading, rest), pair in zip(terms, said, strict=True):
        (left if used < length / 2 else right).extend(pair)
        used += len(heading) + len(rest)
    return [side_by_side(left, right, width, 8 * mm)]
